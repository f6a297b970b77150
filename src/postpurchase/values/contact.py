"""Contact: how one person is reached and in which language."""

from __future__ import annotations

import attrs


@attrs.frozen(kw_only=True, repr=False)
class Contact:
    """A person's name and ways to be reached."""

    name: str = ""
    email: str = ""
    phone: str = ""
    locale: str = ""
    zone: str = ""

    def __repr__(self) -> str:
        return "<Contact>"
