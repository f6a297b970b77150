"""A new plugin package: module, README, tests and checks, green from the start."""

from __future__ import annotations

import keyword
import re
import sys
from importlib.metadata import version
from pathlib import Path
from string import Template

import attrs

from postpurchase.errors import InvalidInput
from postpurchase.hooks.registry import unknown

_TEMPLATES = Path(__file__).with_name("templates")
_NAME = re.compile(r"[a-z][a-z0-9]*(?:-[a-z0-9]+)*")
_NAME_MAX = 40


@attrs.frozen
class _Kind:
    suite: str
    does: str


KINDS = {
    "carrier": _Kind("CarrierSuite", "quotes prices and links tracking pages"),
    "channel": _Kind("ChannelSuite", "brings messages to people"),
    "personalizer": _Kind("PersonalizerSuite", "says what else goes into a parcel"),
    "return-policy": _Kind("ReturnPolicySuite", "rules on what may be sent back"),
    "order-source": _Kind("OrderSourceSuite", "reads orders of another shop system"),
    "stock": _Kind("StockSuite", "says what lies where and sets it aside"),
    "fulfilment-partner": _Kind(
        "FulfilmentPartnerSuite", "keeps goods and sends parts of orders"
    ),
    "payment-gateway": _Kind("PaymentGatewaySuite", "gives money back once"),
}
"""The kinds that a package can be made of."""

_FILES = {
    "pyproject.toml": "pyproject.toml.tmpl",
    "README.md": "readme.md.tmpl",
    "CHANGELOG.md": "changelog.md.tmpl",
    "AGENTS.md": "agents.md.tmpl",
    "LICENSE": "licence.tmpl",
    ".gitignore": "gitignore.tmpl",
    ".github/workflows/ci.yml": "workflow.yml.tmpl",
}


def new_plugin(kind: str, name: str, folder: Path | str = ".") -> Path:
    """Write the package ``postpurchase-NAME`` and return its folder.

    Its tests are green at once and need no network: `pytest` in the new folder
    runs the conformance suite of the kind and one test of its own.

    Args:
        kind: ``carrier``, ``channel``, ``personalizer``, ``return-policy``,
            ``order-source``, ``stock``, ``fulfilment-partner`` or
            ``payment-gateway``.
        name: Small letters, digits and hyphens, such as ``nova-post``.
        folder: Where the package's folder is made.

    Raises:
        UnknownCode: There is no such kind.
        InvalidInput: The name cannot be one of a package, or the folder exists.
    """
    chosen = kind.replace("_", "-")
    if chosen not in KINDS:
        raise unknown("kind of plugin", kind, KINDS)
    module = f"postpurchase_{_checked_name(name).replace('-', '_')}"
    target = Path(folder) / f"postpurchase-{name}"
    if target.exists():
        raise InvalidInput(
            path="folder",
            value=str(target),
            expected="a new folder",
        )
    words = {
        "kind": chosen,
        "article": "An" if chosen[0] in "aeiou" else "A",
        "words": chosen.replace("-", " "),
        "name": name,
        "title": name.replace("-", " ").capitalize(),
        "module": module,
        "class_name": "".join(part.capitalize() for part in name.split("-")),
        "suite": KINDS[chosen].suite,
        "does": KINDS[chosen].does,
        "host": _major_minor(version("postpurchase")),
    }
    stem = chosen.replace("-", "_")
    files = {
        **_FILES,
        f"{module}.py": f"{stem}.py.tmpl",
        f"tests/test_{name.replace('-', '_')}.py": f"test_{stem}.py.tmpl",
    }
    for path, template in files.items():
        text = (_TEMPLATES / template).read_text(encoding="utf-8")
        written = target / path
        written.parent.mkdir(parents=True, exist_ok=True)
        written.write_text(Template(text).substitute(words), encoding="utf-8")
    return target


def _checked_name(name: str) -> str:
    fits = len(name) <= _NAME_MAX and _NAME.fullmatch(name)
    taken = name in sys.stdlib_module_names or keyword.iskeyword(name)
    if not fits or taken or name.startswith("postpurchase"):
        raise InvalidInput(
            path="name",
            value=repr(name)[:60],
            expected="small letters, digits and hyphens, such as nova-post",
        )
    return name


def _major_minor(text: str) -> str:
    return ".".join(text.split(".")[:2])
