"""Every ending of a job comes back on the UI thread."""

import gc
import sys
import threading
import time

import pytest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from app.errors import AppError, InputRefused
from app.progress import Progress
from app.ui.jobs import busy, run_job


@pytest.fixture
def parent(qtbot: QtBot) -> QWidget:
    out = QWidget()
    qtbot.addWidget(out)
    return out


def test_done_comes_back_on_the_ui_thread(parent: QWidget, qtbot: QtBot) -> None:
    here = threading.get_ident()
    seen: list[tuple[bool, bool]] = []

    def work(_progress: Progress) -> bool:
        return threading.get_ident() != here

    run_job(parent, "Работа", work, lambda elsewhere: seen.append((elsewhere, threading.get_ident() == here)))
    qtbot.waitUntil(lambda: bool(seen))
    assert seen == [(True, True)]
    assert not busy()


def test_a_refusal_goes_to_its_handler(parent: QWidget, qtbot: QtBot) -> None:
    refused: list[AppError] = []

    def work(_progress: Progress) -> None:
        raise InputRefused("файл занят", "закройте Excel")

    run_job(parent, "Работа", work, lambda _none: pytest.fail("not done"), failed=refused.append)
    qtbot.waitUntil(lambda: bool(refused))
    assert refused[0].hint == "закройте Excel"


def test_cancel_stops_at_the_next_step(parent: QWidget, qtbot: QtBot) -> None:
    ended: list[str] = []

    def work(progress: Progress) -> None:
        while True:
            progress.step(1, 0, "читаю")
            time.sleep(0.005)

    job = run_job(parent, "Работа", work, lambda _none: ended.append("done"), cancelled=lambda: ended.append("no"))
    assert job is not None
    assert run_job(parent, "Вторая", work, print) is None, "there is one worker"
    job.progress.cancel()
    qtbot.waitUntil(lambda: bool(ended))
    assert ended == ["no"]


def test_a_bug_reaches_the_one_crash_door(parent: QWidget, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> None:
    caught: list[type[BaseException]] = []
    monkeypatch.setattr(sys, "excepthook", lambda kind, _error, _trace: caught.append(kind))
    run_job(parent, "Работа", lambda _progress: 1 // 0, print)
    qtbot.waitUntil(lambda: bool(caught))
    assert caught == [ZeroDivisionError]


def test_the_collector_rests_while_a_job_runs(parent: QWidget, qtbot: QtBot) -> None:
    before = gc.isenabled()
    seen: list[bool] = []
    run_job(parent, "Работа", lambda _progress: gc.isenabled(), seen.append)
    qtbot.waitUntil(lambda: bool(seen))
    assert seen == [False]
    assert gc.isenabled() is before
