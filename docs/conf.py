"""How Sphinx builds these pages: from Markdown, offline, without warnings."""

from dsds_audit import __version__

project = "dsds-audit"
author = "The dsds-audit authors"
copyright = "the dsds-audit authors"
version = release = __version__

extensions = ["myst_parser"]
exclude_patterns = ["_build"]
myst_heading_anchors = 3

html_theme = "furo"
html_title = f"dsds-audit {__version__}"
html_copy_source = False
html_show_sphinx = False
