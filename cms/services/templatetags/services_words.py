"""Words of this room in templates."""

from django import template

from portal.catalogue.queries.dry_run import FEW, Count

register = template.Library()


@register.filter
def told(count: Count) -> str:
    """Say a number of applications, without telling apart a few people."""
    if count.few:
        return f"unter {FEW}"
    return str(count.exact) if count else "keine"
