"""Who ordered what, and what becomes of it. People and shops are invented."""

from __future__ import annotations

from postpurchase.cli.demo.stories.almaty import ALMATY
from postpurchase.cli.demo.stories.dublin import DUBLIN
from postpurchase.cli.demo.stories.krakow import KRAKOW
from postpurchase.cli.demo.stories.kyiv import KYIV
from postpurchase.cli.demo.stories.lviv import LVIV
from postpurchase.cli.demo.stories.portland import PORTLAND
from postpurchase.cli.demo.stories.shanghai import SHANGHAI
from postpurchase.cli.demo.stories.warsaw import WARSAW

STORIES = (KYIV, WARSAW, DUBLIN, SHANGHAI, ALMATY, PORTLAND, KRAKOW, LVIV)
"""All stories, in the order of their numbers."""

HERO = KYIV
"""The order whose timeline is told at the end."""
