"""Lays the groups of a scheme out as the pages of a form: one group, one page; a repeating group is a list of rows."""

from dataclasses import dataclass, field
from typing import Any

from portal.catalogue.fim.elements import Codes, Entry, Remarks, entries_of, excerpt
from portal.catalogue.fim.questions import HINT, LABEL, TITLE, german, question_of, requirement_of, times


@dataclass
class Page:
    """A page being filled. On the page of an optional group nothing is required, for the group as a whole is not."""

    entry: Entry
    title: str
    optional: bool = False
    depth: int = 0
    intro: list[str] = field(default_factory=list)
    questions: list[dict[str, Any]] = field(default_factory=list)


@dataclass
class Draft:
    """The form and the documents of one scheme."""

    remarks: Remarks
    codes: Codes
    requirements: list[dict[str, Any]] = field(default_factory=list)
    _pages: list[Page] = field(default_factory=list)

    def fill(self, schema: Entry) -> None:
        """Take the whole scheme in. Fields that stand outside all groups share a page."""
        loose: Page | None = None
        for entry in entries_of(schema, self.remarks):
            if entry.is_group:
                self._group_page(entry, Page(schema, ""))
                loose = None
            else:
                loose = loose or self._page(Page(schema, "Angaben"))
                self._field(entry, loose, loose.questions)

    def steps(self) -> list[dict[str, Any]]:
        """Return the pages that ask something; texts of the others go on the list."""
        codes, steps = Codes(), []
        for page in self._pages:
            intro = " ".join(page.intro)
            if page.questions:
                title = german(self.remarks.clipped(page.entry, page.title, TITLE))
                text = {"intro": german(self.remarks.clipped(page.entry, intro, HINT))} if intro else {}
                steps.append({"code": codes.new(page.title), "title": title, **text, "questions": page.questions})
            elif intro:
                self.remarks.add(page.entry, f"Hilfetext ohne Fragen, im Entwurf ohne Platz: {excerpt(intro)}")
        return steps

    def _page(self, page: Page) -> Page:
        self._pages.append(page)
        return page

    def _group_page(self, group: Entry, parent: Page) -> None:
        """Make a page for a group; a group within it becomes a page of its own, right after it."""
        title = " – ".join(filter(None, (parent.title, group.label)))
        depth = parent.depth + 1
        if group.most != 1:
            page = self._page(Page(group, title, parent.optional, depth))
            self._rows(group, page)
            return
        if group.least == 0:
            self.remarks.add(group, "Die Gruppe ist freiwillig. Im Entwurf ist jede ihrer Fragen freiwillig.")
        if depth > 2:  # noqa: PLR2004 (a group in a group is usual, deeper is not)
            self.remarks.add(
                group, "Die Gruppe liegt tiefer als zwei Ebenen. Prüfen Sie, ob ihre Seite so richtig ist."
            )
        hint = [group.hint] if group.hint else []
        page = self._page(Page(group, title, parent.optional or group.least == 0, depth, hint))
        for entry in entries_of(group, self.remarks):
            if not entry.is_group:
                self._field(entry, page, page.questions)
            elif entry.most == 1:
                self._group_page(entry, page)
            else:
                self._rows(entry, page)

    def _rows(self, group: Entry, page: Page) -> None:
        code = self.codes.new(group.name)
        members: list[dict[str, Any]] = []
        self._members(group, page, members, nested=False)
        if not members:
            self.remarks.add(group, "Die Gruppe wiederholt sich, stellt aber keine Frage. Sie fehlt im Entwurf.")
            return
        rows = {"code": code, "kind": "group", "label": german(self.remarks.clipped(group, group.label, LABEL))}
        if group.hint:
            rows["hint"] = german(self.remarks.clipped(group, group.hint, HINT))
        page.questions.append({**rows, **self._count(group, page), "questions": members})

    def _count(self, entry: Entry, page: Page) -> dict[str, Any]:
        most = times(entry, self.remarks)
        least = 0 if page.optional else min(entry.least, most)
        return {"required": least > 0, "least": least, "most": most}

    def _members(self, group: Entry, page: Page, members: list[dict[str, Any]], *, nested: bool) -> None:
        for entry in entries_of(group, self.remarks):
            if not entry.is_group:
                self._field(entry, page, members, in_row=True, optional=nested and group.least == 0)
            elif entry.most == 1 and not nested:
                self.remarks.add(entry, "Gruppe in einer Liste: Ihre Fragen stehen im Entwurf direkt in der Zeile.")
                self._members(entry, page, members, nested=True)
            else:
                self._leave_out(entry)

    def _leave_out(self, group: Entry) -> None:
        """List a group that has no place, and everything in it."""
        self.remarks.add(group, "Die Gruppe liegt zu tief in einer Liste. Sie fehlt im Entwurf mit allen Feldern.")
        for entry in entries_of(group, self.remarks):
            if entry.is_group:
                self._leave_out(entry)
            else:
                self.remarks.add(entry, "Das Feld fehlt im Entwurf, weil seine Gruppe zu tief in einer Liste liegt.")

    def _field(
        self,
        entry: Entry,
        page: Page,
        questions: list[dict[str, Any]],
        *,
        in_row: bool = False,
        optional: bool = False,
    ) -> None:
        art, kind = entry.code_of("feldart"), entry.code_of("datentyp")
        required = entry.least > 0 and not page.optional and not optional
        if art == "label":
            page.intro.append(entry.node.value("inhalt") or entry.label)
        elif art in {"hidden", "locked"}:
            self.remarks.add(entry, f"Das Feld ist „{art}“: Es wird nicht ausgefüllt und fehlt im Entwurf.")
        elif kind == "obj":
            self.remarks.add(entry, "Der Datentyp „obj“ (Objekt) hat bei uns keine Frage. Das Feld fehlt im Entwurf.")
        elif kind == "file":
            if in_row:
                self.remarks.add(entry, "Datei in einer Liste: Im Entwurf wird sie einmal für alle Zeilen verlangt.")
            self.requirements.append(requirement_of(entry, self.codes, self.remarks, required=required))
        else:
            questions.append(self._question(entry, page, in_row=in_row, required=required))

    def _question(self, entry: Entry, page: Page, *, in_row: bool, required: bool) -> dict[str, Any]:
        """Return the question; one with several answers is a choice of several, or a list with one question a row."""
        question = question_of(entry, self.codes, self.remarks, required=required)
        if entry.most == 1:
            return question
        if question["kind"] == "choice":
            if entry.least > 1 or entry.most is not None:
                count = f"{entry.least} bis {entry.most or 'beliebig viele'}"
                self.remarks.add(entry, f"Das Schema verlangt {count} Werte. Der Entwurf zählt sie nicht nach.")
            return {**question, "kind": "several"}
        if in_row:
            self.remarks.add(entry, "Mehrere Angaben in einer Liste: Im Entwurf gibt es nur eine je Zeile.")
            return question
        rows = {"code": self.codes.new(f"{entry.name} liste"), "kind": "group", "label": question["label"]}
        return {**rows, **self._count(entry, page), "questions": [{**question, "required": True}]}
