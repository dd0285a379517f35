#!/usr/bin/python3
"""A WebKitGTK window that WebKitWebDriver drives, with a lasting profile and a script at the start of each document.

The driver starts it; what it is to be stands in the JSON file that RELAIS_WEBKIT names (webkitgtk.ts writes it).
"""
import fcntl
import json
import os

import gi

gi.require_version("Gtk", "3.0")
gi.require_version("WebKit2", "4.1")
from gi.repository import Gtk, WebKit2

with open(os.environ["RELAIS_WEBKIT"], encoding="utf-8") as file:
    wanted = json.load(file)

# Held until the end: a window of before, which may still write, has the profile to itself.
lock = open(os.path.join(wanted["profile"], "lock"), "w")
fcntl.flock(lock, fcntl.LOCK_EX)


def data_manager():
    if wanted["privateWindow"]:
        return WebKit2.WebsiteDataManager.new_ephemeral()
    return WebKit2.WebsiteDataManager(
        base_data_directory=os.path.join(wanted["profile"], "data"),
        base_cache_directory=os.path.join(wanted["profile"], "cache"),
    )


def page_settings():
    settings = WebKit2.Settings(
        enable_media_stream=True,
        enable_webrtc=True,
        enable_mock_capture_devices=wanted["mockCamera"],
        media_playback_requires_user_gesture=False,
        enable_write_console_messages_to_stdout=True,
    )
    features = WebKit2.Settings.get_all_features()
    for each in (features.get(index) for index in range(features.get_length())):
        if each.get_identifier() in wanted["features"]:
            settings.set_feature_enabled(each, True)
    return settings


def report_fault(_content, result):
    with open(wanted["faults"], "a", encoding="utf-8") as faults:
        faults.write(json.dumps(result.get_js_value().to_string()) + "\n")


def content_manager():
    content = WebKit2.UserContentManager()
    content.add_script(
        WebKit2.UserScript(
            wanted["script"],
            WebKit2.UserContentInjectedFrames.TOP_FRAME,
            WebKit2.UserScriptInjectionTime.START,
            None,
            None,
        )
    )
    content.connect("script-message-received::fault", report_fault)
    content.register_script_message_handler("fault")
    return content


context = WebKit2.WebContext.new_with_website_data_manager(data_manager())
context.set_automation_allowed(True)
context.set_preferred_languages(wanted["languages"])
settings = page_settings()
content = content_manager()


def allow(_view, request):
    request.allow()
    return True


def make_view(_session):
    view = WebKit2.WebView(
        web_context=context,
        settings=settings,
        user_content_manager=content,
        is_controlled_by_automation=True,
    )
    view.connect("permission-request", allow)
    window = Gtk.Window(
        default_width=wanted["viewport"]["width"], default_height=wanted["viewport"]["height"]
    )
    window.add(view)
    window.show_all()
    view.connect("close", lambda _view: window.destroy())
    return view


def started(_context, session):
    info = WebKit2.ApplicationInfo()
    info.set_name(wanted["name"])
    info.set_version(2, 50, 0)
    session.set_application_info(info)
    session.connect("create-web-view", make_view)


context.connect("automation-started", started)
Gtk.main()
