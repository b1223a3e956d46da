"""Folders in which a live file would be lost are known by name, by what services leave behind, and by the drive."""

from __future__ import annotations

from pathlib import Path

import pytest

from gradesk.services.school import before
from gradesk.system import risky_places
from gradesk.system.risky_places import NETWORK, STICK, SYNCED, risk

HOME = "/home/ana"
MOUNTS = """/dev/sda1 / ext4 rw 0 0
//server/share /mnt/school cifs rw 0 0
server:/export /srv/home nfs4 rw 0 0
ana@box:/ /home/ana/far fuse.sshfs rw 0 0
/dev/sdb1 /media/ana/STICK\\040ONE vfat rw 0 0
/dev/sdc1 /run/media/ana/K vfat rw 0 0
remote: /home/ana/gd fuse.rclone rw 0 0
"""


@pytest.mark.parametrize(
    "folder",
    [
        "OneDrive", "OneDrive - Fernhill Primary School", "Dropbox", "Dropbox (Fernhill)", "Google Drive", "GoogleDrive",
        "My Drive", "iCloud Drive", "iCloudDrive", "Library/Mobile Documents/com~apple~CloudDocs",
        "Library/CloudStorage/OneDrive-Fernhill", "Box", "Box Sync", "Nextcloud", "ownCloud", "pCloudDrive", "MEGA",
        "MEGAsync", "SharePoint - Fernhill", "ONEDRIVE", "Syncthing", "Creative Cloud Files",
    ],
)  # fmt: skip
def test_synced_folders_are_known_by_name(folder: str) -> None:
    assert risk(Path(HOME) / folder / "Gradesk", {}, MOUNTS)[0] == SYNCED


@pytest.mark.parametrize(
    "folder",
    [
        ".local/share/Gradesk", "Documents/Gradesk", "Boxing club", "Megan", "Mega maths", "Dropboxes", "Onedriver", "Cloud",
        "Drive", "My driveway", "Sync", "Letterbox",
    ],
)  # fmt: skip
def test_other_folders_are_not_taken_for_synced(folder: str) -> None:
    assert risk(Path(HOME) / folder, {}, MOUNTS) == ("", "")


@pytest.mark.parametrize("mark", [".dropbox", ".dropbox.cache", ".stfolder", ".nextcloudsync.log", ".tmp.driveupload"])
def test_they_are_known_by_what_the_service_leaves_behind(tmp_path: Path, mark: str) -> None:
    (tmp_path / mark).mkdir()
    assert risk(tmp_path / "deeper" / "Gradesk", {}, "")[0] == SYNCED


def test_onedrive_is_known_by_where_the_system_says_it_is() -> None:
    work = {"OneDriveCommercial": "/home/ana/Work"}
    assert risk(Path("/home/ana/Work/Gradesk"), work, MOUNTS) == (SYNCED, "OneDrive")
    assert risk(Path("/home/ana/Workshop"), work, MOUNTS) == ("", "")


@pytest.mark.parametrize(
    ("folder", "kind"),
    [
        ("/mnt/school/Gradesk", NETWORK), ("/srv/home/ana", NETWORK), ("/home/ana/far/x", NETWORK), ("/home/ana/gd/x", NETWORK),
        ("//server/share/Gradesk", NETWORK), ("\\\\server\\share\\Gradesk", NETWORK),
        ("/media/ana/STICK ONE/Gradesk", STICK), ("/run/media/ana/K", STICK), ("/Volumes/STICK/Gradesk", STICK),
        ("/home/ana/x", ""), ("/mnt/schools", ""), ("/media-files/x", ""),
    ],
)  # fmt: skip
def test_networks_and_sticks_are_known_by_their_drive(folder: str, kind: str) -> None:
    assert risk(Path(folder), {}, MOUNTS)[0] == kind


def test_each_risk_is_a_sentence_with_a_way_out(monkeypatch: pytest.MonkeyPatch) -> None:
    for kind in (SYNCED, NETWORK, STICK):
        monkeypatch.setattr(risky_places, "risk", lambda _folder, kind=kind: (kind, "OneDrive"))
        assert "the laptop itself" in risky_places.words(Path("/x"))
    monkeypatch.setattr(risky_places, "risk", lambda _folder: ("", ""))
    assert risky_places.words(Path("/x")) == ""


def test_what_somebody_wants_all_the_same_is_remembered_of_that_folder_only(tmp_path: Path) -> None:
    folder = tmp_path / "OneDrive" / "Gradesk"
    assert before.risk(folder).startswith("OneDrive copies this folder elsewhere")
    before.accept_risk(folder)
    assert before.risk(folder) == ""
    assert before.risk(tmp_path / "OneDrive" / "Other") != ""


def test_a_link_into_a_synced_folder_is_known_too(tmp_path: Path) -> None:
    (tmp_path / "Dropbox" / "Gradesk").mkdir(parents=True)
    try:
        (tmp_path / "Desktop").symlink_to(tmp_path / "Dropbox" / "Gradesk")
    except OSError:
        pytest.skip("links need a right that is not given here")
    assert before.risk(tmp_path / "Desktop").startswith("Dropbox copies")
