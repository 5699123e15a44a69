import io
import zipfile
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from tools.pack import below, pack

NAMES = st.text("abc/_.", min_size=1, max_size=12).filter(lambda name: name.strip("/.") != "")


@given(st.dictionaries(NAMES, st.binary(max_size=50)))
def test_a_zip_holds_the_files_in_the_order_of_their_names(files: dict[str, bytes]) -> None:
    backwards = dict(reversed(files.items()))
    packed = pack(files)
    assert pack(backwards) == packed
    archive = zipfile.ZipFile(io.BytesIO(packed))
    assert archive.namelist() == sorted(files)
    assert {name: archive.read(name) for name in archive.namelist()} == files


def test_below_a_folder_is_what_a_person_put_there(tmp_path: Path) -> None:
    for name in ("a.css", "sub/b.css", "left/c.css", ".swp", "sub/.hidden/d", "__pycache__/e.pyc"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(name)
    assert below(tmp_path, "x/", without="left/") == {
        "x/a.css": b"a.css",
        "x/sub/b.css": b"sub/b.css",
    }
