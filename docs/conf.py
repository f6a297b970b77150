import sys
from pathlib import Path

from postpurchase import __version__

sys.path.insert(0, str(Path(__file__).parent / "_ext"))

project = "postpurchase"
author = "the postpurchase authors"
copyright = "the postpurchase authors"
release = version = __version__

extensions = ["myst_parser", "pages"]
exclude_patterns = ["_build"]
nitpicky = True

myst_enable_extensions = ["colon_fence", "deflist"]
myst_heading_anchors = 3

html_theme = "furo"
html_title = "postpurchase"
html_show_sourcelink = False
html_copy_source = False
