"""LibreOffice without a window: an old Office file to the new format of its kind.

Macros, links and the network are switched off in a profile made for this one file.
"""

from __future__ import annotations

from pathlib import Path

from pipeline.errors import DamagedFileError, LimitError, UnsupportedFormatError
from pipeline.extract import Limits, sandbox

TARGETS = {"docx": "docx:MS Word 2007 XML", "xlsx": "xlsx:Calc MS Excel 2007 XML"}
PACKAGES = {"docx": "libreoffice-writer-nogui antiword", "xlsx": "libreoffice-calc-nogui"}
PROFILE = Path(__file__).with_name("soffice.xcu")
FLAGS = ("--headless", "--norestore", "--nologo", "--nodefault", "--nolockcheck", "--nofirststartwizard")


def convert(sha256: str, source: Path, home: Path, limits: Limits, target: str) -> bytes:
    """The bytes of `source` as `docx` or `xlsx`. LibreOffice's exit code says nothing: the file it wrote does.

    Raises UnsupportedFormatError (not installed), DamagedFileError, LimitError.
    """
    program = sandbox.find("soffice") or sandbox.find("libreoffice")
    if program is None:
        raise UnsupportedFormatError(
            f"{sha256[:12]}: .{source.suffix[1:]} files need LibreOffice; "
            f"install them with `apt-get install {PACKAGES[target]}`"
        )
    settings = home / "profile" / "user" / "registrymodifications.xcu"
    settings.parent.mkdir(parents=True)
    settings.write_bytes(PROFILE.read_bytes())
    profile = f"-env:UserInstallation=file://{home / 'profile'}"
    folder = home / "out"
    command = (
        program,
        profile,
        *FLAGS,
        "--convert-to",
        TARGETS[target],
        "--outdir",
        str(folder),
        str(source),
    )
    outcome = sandbox.run(command, home, limits.seconds, 1 << 20)
    written = folder / f"{source.stem}.{target}"
    if not written.is_file():
        last = outcome.errors.splitlines()[-1:] or [f"exit code {outcome.code}"]
        raise DamagedFileError(f"{sha256[:12]}: LibreOffice cannot read this file ({last[0][:120]})")
    if written.stat().st_size > limits.max_bytes:
        raise LimitError(f"{sha256[:12]}: converted to more than {limits.max_bytes} bytes")
    return written.read_bytes()
