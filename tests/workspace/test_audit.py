"""The audit trail only grows, tampering is found, and an older workspace is upgraded without losing a row."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from jointproc.cli import main
from jointproc.errors import InputError, OurFault
from jointproc.workspace import Seat, Workspace, decide_regime, workspace
from jointproc.workspace.evidence import _EvidenceFile
from jointproc.workspace.store import checked
from tests.workspace.conftest import SCENARIO

OLD_AUDIT = (
    "CREATE TABLE audit (row_id INTEGER PRIMARY KEY, at DATETIME NOT NULL, by VARCHAR(200) NOT NULL, "
    "what VARCHAR(100) NOT NULL, about VARCHAR(100) NOT NULL, before TEXT NOT NULL, after TEXT NOT NULL)"
)


def _busy(ws: Workspace) -> None:
    ws.save_scenario("s1", "Obat", SCENARIO, by="ani")
    ws.remember_region("Pemda Antah", "61.02", "ani")
    ws.decide_match("ga", "gb", "same", by="budi")
    decide_regime(ws, "ga", "spot", "tender tahun lalu", by="citra")
    ws.save_recipe("{}", "f1", "Belanja", "ani")
    agreement = ws.start_agreement("s1", by="ani")
    ws.approve(agreement, Seat("ukpbj", "35.78"), by="dewi", approved=True)
    ws.comment("s1", "Baik", by="eka")
    ws.attach_evidence("s1", "surat.pdf", b"%PDF", by="ani")


def test_every_kind_of_decision_is_chained(ws: Workspace) -> None:
    assert ws.check_audit().ok
    _busy(ws)
    found = ws.check_audit()
    assert (found.ok, found.entries_n, found.broken_row) == (True, 9, None)
    entries = ws.audit()
    assert [one.what for one in entries] == [
        "save_scenario",
        "remember_region",
        "decide_match",
        "decide_regime",
        "save_recipe",
        "agreement_start",
        "agreement_approve",
        "agreement_comment",
        "agreement_evidence",
    ]
    assert all(one.by and one.after for one in entries)
    assert found.head == entries[-1].row_hash
    ws.decide_match("ga", "gb", "variant", by="budi")
    assert ws.audit("ga~gb")[-1].before == "same"
    # a head noted earlier stays part of the chain
    assert ws.check_audit(found.head).ok
    assert not ws.check_audit("f" * 64).ok


def test_the_database_refuses_to_change_the_trail(ws: Workspace) -> None:
    ws.remember_region("Pemda Antah", "61.02", "ani")
    for statement in ("UPDATE audit SET after = 'x' WHERE row_id = 1", "DELETE FROM audit WHERE row_id = 1"):
        with pytest.raises(DBAPIError, match="append-only"), ws._writer.begin() as connection:
            connection.exec_driver_sql(statement)
    assert ws.check_audit().ok


def _without_guards(ws: Workspace, *statements: str) -> None:
    """Somebody with the keys of the database."""
    with ws._writer.begin() as connection:
        if connection.dialect.name == "sqlite":
            connection.exec_driver_sql("DROP TRIGGER audit_never_changed")
            connection.exec_driver_sql("DROP TRIGGER audit_never_removed")
        else:
            connection.exec_driver_sql("ALTER TABLE audit DISABLE TRIGGER ALL")
        for statement in statements:
            connection.exec_driver_sql(statement)


# what somebody with the keys of the database might do, and the first row at which the chain breaks
TAMPERING = {
    "UPDATE audit SET after = 'x' WHERE row_id = 3": 3,
    "UPDATE audit SET by = 'x' WHERE row_id = 1": 1,
    "DELETE FROM audit WHERE row_id = 4": 5,
    "UPDATE audit SET row_id = 40 WHERE row_id = 4": 5,
    "DELETE FROM audit WHERE row_id = 9": None,
    "DELETE FROM audit": None,
    "UPDATE scenario_version SET toml = 'x'": None,
    "UPDATE agreement_event SET kind = 'reject' WHERE kind = 'approve'": None,
    "DELETE FROM agreement_event WHERE kind = 'approve'": None,
    "DELETE FROM evidence_file": None,
}


def test_tampering_is_found(ws: Workspace) -> None:
    _busy(ws)
    _without_guards(ws)
    for statement, row in TAMPERING.items():
        with Session(ws._writer) as session:
            session.connection().exec_driver_sql(statement)
            found = checked(session)
            assert (statement, found.ok, found.broken_row) == (statement, False, row)
            session.rollback()
    assert ws.check_audit().ok


def test_changed_evidence_is_found_and_not_handed_out(ws: Workspace) -> None:
    _busy(ws)
    agreement = ws.agreement("s1")
    assert agreement is not None
    digest = agreement.of_kind("evidence")[0].file_sha256
    assert ws.evidence(digest) == b"%PDF"
    with ws._session() as session:
        session.get_one(_EvidenceFile, digest).content = b"%PDX"
    assert "Berkas bukti" in str(ws.check_audit().sentence)
    with pytest.raises(OurFault, match="berubah"):
        ws.evidence(digest)


def _older_file(path: Path) -> None:
    with sqlite3.connect(path) as old:
        old.execute(OLD_AUDIT)
        old.executemany(
            "INSERT INTO audit (at, by, what, about, before, after) VALUES (?, ?, ?, ?, '', ?)",
            [(f"2026-01-0{n} 08:00:00.000000", "ani", "remember_region", f"Daerah {n}", "61.02") for n in range(1, 5)],
        )
    old.close()


def test_an_older_workspace_is_chained_once_and_loses_nothing(tmp_path: Path) -> None:
    path = tmp_path / "workspace.sqlite"
    _older_file(path)
    first = Workspace(f"sqlite:///{path}")
    entries = first.audit()
    assert [one.about for one in entries] == ["Daerah 1", "Daerah 2", "Daerah 3", "Daerah 4", "audit"]
    assert entries[-1].after == "4 earlier entries chained"
    assert first.check_audit().ok
    first.close()
    again = Workspace(f"sqlite:///{path}")
    again.remember_region("Daerah 5", "61.03", "budi")
    assert [one.row_hash for one in again.audit()][:5] == [one.row_hash for one in entries]
    assert again.check_audit().entries_n == 6
    again.close()


def test_an_upgrade_that_fails_leaves_the_old_file_as_it_was(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "workspace.sqlite"
    _older_file(path)

    def cut(*_: object) -> int:
        raise KeyboardInterrupt

    monkeypatch.setattr("jointproc.workspace.audit.chain_all", cut)
    with pytest.raises(KeyboardInterrupt):
        Workspace(f"sqlite:///{path}")
    with sqlite3.connect(path) as old:
        columns = [row[1] for row in old.execute("PRAGMA table_info(audit)")]
        tables = [row[0] for row in old.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
    old.close()
    assert (columns[-1], tables) == ("after", ["audit"])
    monkeypatch.undo()
    assert Workspace(f"sqlite:///{path}").check_audit().entries_n == 5


def test_the_command_lists_and_checks(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    _busy(workspace())
    assert main(["audit"]) == 0
    assert "agreement_approve" in capsys.readouterr().out
    assert main(["audit", "--check"]) == 0
    assert "9 entri tersambung" in capsys.readouterr().out
    assert main(["audit", "--about", "s1", "--json"]) == 0
    assert capsys.readouterr().out.count('"row_hash"') == 5
    _without_guards(workspace(), "UPDATE audit SET after = 'x' WHERE row_id = 2")
    with pytest.raises(SystemExit) as stopped:
        main(["audit", "--check", "--json"])
    assert stopped.value.code == 1
    assert '"broken_row": 2' in capsys.readouterr().out


@pytest.mark.parametrize(
    ("url", "error"),
    [
        ("kacau", InputError),
        ("oraclex://a/b", InputError),
        ("postgresql://nobody@127.0.0.1:1/none", OurFault),
        ("sqlite:////tidak/ada/sama/sekali/workspace.sqlite", OurFault),
    ],
)
def test_an_address_that_leads_nowhere_is_a_sentence(url: str, error: type[Exception]) -> None:
    with pytest.raises(error):
        Workspace(url)


def test_a_file_that_is_no_database_is_a_sentence(tmp_path: Path) -> None:
    path = tmp_path / "workspace.sqlite"
    path.write_bytes(b"bukan basis data " * 200)
    with pytest.raises(OurFault, match="tidak dapat dibuka"):
        Workspace(f"sqlite:///{path}")
