"""Static files under names that carry their hash; imports between ES modules are rewritten too."""

from whitenoise.storage import CompressedManifestStaticFilesStorage


class StaticFiles(CompressedManifestStaticFilesStorage):
    """WhiteNoise's storage, with `import "./x.js"` in our modules pointing at the hashed names."""

    support_js_module_import_aggregation = True
