"""The chat's files, copied into the data folder, where Chainlit looks: so an installed wheel works too."""

import json
import os
import re
import secrets
import shutil
from base64 import b64encode
from hashlib import sha256
from importlib import resources, util
from pathlib import Path
from typing import Any

from coach.errors import ConfigError
from coach.library.readers import LIMIT
from coach.library.uploads import MOST_FILES

NAME = "Upstream"

ACCEPT: dict[str, list[str]] = {
    "application/pdf": [".pdf"],
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": [".docx"],
    "text/plain": [".txt", ".md", ".markdown"],
    "text/html": [".html", ".htm"],
}
"""What the file picker offers; the server decides by the file itself."""

CONFIG = f"""# Written at every start: changes made here are lost.
[project]
user_env = []
session_timeout = 3600
user_session_timeout = 1296000
cache = false
persist_user_env = false
allow_origins = []

[features]
unsafe_allow_html = false
latex = false
user_message_markdown = false
auto_tag_thread = false
edit_message = true
allow_thread_sharing = false
favorites = false

[features.spontaneous_file_upload]
enabled = true
max_files = {MOST_FILES}
max_size_mb = {LIMIT // 1_000_000}

[features.spontaneous_file_upload.accept]
{chr(10).join(f'"{kind}" = {json.dumps(endings)}' for kind, endings in ACCEPT.items())}

[features.audio]
enabled = false

[features.mcp]
enabled = false

[UI]
name = "{NAME}"
description = "A strategy coach that goes upstream before it drifts downstream."
default_theme = "light"
language = "en-US"
default_sidebar_state = "closed"
confirm_new_chat = false
cot = "hidden"
custom_css = "/public/coach.css"
custom_js = "/public/coach.js"
custom_js_attributes = "type='module'"
custom_meta_url = "/"
custom_meta_image_url = "/public/favicon.svg"
alert_style = "modern"
login_page_image = "/public/river.svg"

[meta]
generated_by = "2.12.0"
"""

WORDING: dict[str, str] = {
    "chat.input.placeholder": "Type your answer, or a question…",
    "chat.input.actions.stop": "Stop",
    "chat.input.actions.send": "Send",
    "chat.input.actions.attachFiles": "Attach a document",
    "chat.fileUpload.errors.failed": "Not taken:",
    "chat.fileUpload.errors.cancelled": "Left out:",
    "chat.messages.feedback.dialog.title": "What should we know?",
    "chat.messages.feedback.dialog.submit": "Send",
    "chat.messages.feedback.dialog.yourFeedback": "In a sentence, if you like…",
    "chat.messages.feedback.status.updating": "Keeping it",
    "chat.messages.feedback.status.updated": "Thank you",
    "common.status.error.serverConnection": "The coach cannot be reached; trying again. What was answered is kept.",
    "threadHistory.sidebar.title": "Your plans",
    "threadHistory.sidebar.filters.placeholder": "Search your talks…",
    "threadHistory.sidebar.empty": "No talks yet",
    "threadHistory.thread.untitled": "Untitled talk",
    "threadHistory.thread.menu.delete": "Delete",
    "threadHistory.thread.actions.delete.title": "Delete this talk?",
    "threadHistory.thread.actions.delete.description": "Its answers and its plan are deleted for good.",
    "threadHistory.thread.actions.delete.success": "Deleted",
    "threadHistory.thread.actions.rename.title": "Rename this talk",
    "threadHistory.thread.actions.delete.inProgress": "Deleting",
    "threadHistory.thread.actions.rename.description": "What shall it be called?",
    "threadHistory.thread.actions.rename.form.name.placeholder": "A name",
    "threadHistory.thread.actions.rename.success": "Renamed",
    "threadHistory.thread.actions.rename.inProgress": "Renaming",
    "threadHistory.sidebar.filters.search": "Search your talks",
    "navigation.header.chat": "Talk",
    "navigation.header.readme": "How it works",
    "navigation.newChat.button": "New talk",
    "navigation.newChat.dialog.title": "Start a new talk",
    "navigation.newChat.dialog.tooltip": "New talk",
    "auth.login.title": "Sign in to your coach",
    "auth.login.form.email.label": "Name",
    "auth.login.form.email.required": "Your name is needed",
    "auth.login.form.email.placeholder": "your name",
    "auth.login.form.password.required": "Your password is needed",
    "auth.login.form.actions.signin": "Sign in",
    "auth.login.form.alternativeText.or": "or",
    "auth.login.errors.credentialsSignin": "That name and password do not belong together.",
    "auth.login.errors.oauthSignin": "That account may not come in here. Ask whoever runs this coach.",
    "navigation.user.menu.logout": "Sign out",
}
"""What the screen says in our words rather than Chainlit's."""

AT_HOME = "Your words stay on the machine that runs this coach: no language model is connected."


def copy_to(folder: Path, model: str | None = None) -> None:
    """Write the chat's files to `folder`, replacing what an earlier version left.

    `model` (`provider:name`) is who hears the user's words; the screen says so.

    Raises:
        ConfigError: the folder cannot be written to.
    """
    package = Path(str(resources.files("coach.web")))
    places = (package / "chainlit.md", package.parent.parent / "chainlit.md")
    text = next((p.read_text(encoding="utf-8") for p in places if p.is_file()), "")
    try:
        folder.mkdir(parents=True, exist_ok=True)
        folder.chmod(0o700)
        shutil.rmtree(folder / "public", ignore_errors=True)
        # Files that were uploaded and never sent, when the last server was killed.
        shutil.rmtree(folder / ".files", ignore_errors=True)
        shutil.copytree(package / "public", folder / "public")
        for name in ("chainlit.md", "chainlit_en-US.md"):
            # The second only keeps Chainlit from saying that it is missing.
            (folder / name).write_text(text, encoding="utf-8")
        settings = folder / ".chainlit"
        (settings / "translations").mkdir(parents=True, exist_ok=True)
        (settings / "config.toml").write_text(CONFIG, encoding="utf-8")
        words = json.dumps(_wording(model), ensure_ascii=False, indent=1)
        (settings / "translations" / "en-US.json").write_text(words, encoding="utf-8")
    except OSError as error:
        raise ConfigError(
            f"The chat's files cannot be written to {folder} ({error.strerror}). "
            "Set COACH_DATA_DIR to a folder that can be written to."
        ) from error


def _wording(model: str | None) -> dict[str, Any]:
    """Chainlit's English with our words in it; it is read without importing Chainlit, which takes seconds."""
    spec = util.find_spec("chainlit")
    if spec is None or spec.origin is None:
        raise ConfigError("Chainlit is not installed. Install the coach again, with its constraints file.")
    stock = Path(spec.origin).parent / "translations" / "en-US.json"
    words: dict[str, Any] = json.loads(stock.read_text(encoding="utf-8"))
    told = f"Your words go to {model.partition(':')[0]}, whose model is connected." if model else AT_HOME
    for path, text in {**WORDING, "chat.watermark": told}.items():
        *above, last = path.split(".")
        node = words
        for key in above:
            node = node.setdefault(key, {})
        node[last] = text
    return words


def secret(folder: Path, purpose: str) -> str:
    """Return the secret that signs cookies, made on first use, in a file only its owner can read.

    Each purpose (one person on this machine, people with passwords) has its own: a cookie of one does not
    open the other.

    Raises:
        ConfigError: the file can neither be read nor written.
    """
    path = folder / f"auth-{purpose}.secret"
    try:
        folder.mkdir(parents=True, exist_ok=True)
        if not path.exists():
            fresh = folder / f".{path.name}.{os.getpid()}"
            handle = os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
            with os.fdopen(handle, "w") as file:
                file.write(secrets.token_urlsafe(48))
            # A link, not a rename: of two that start at once the first wins, and both read the same.
            try:
                os.link(fresh, path)
            except FileExistsError:
                pass
            finally:
                fresh.unlink()
        path.chmod(0o600)
        text = path.read_text().strip()
    except OSError as error:
        raise ConfigError(
            f"The file {path} cannot be used ({error.strerror}). Check who owns the folder."
        ) from error
    if len(text) < 32:
        raise ConfigError(f"The file {path} is damaged: delete it and start again. Everyone signs in anew.")
    return text


_FOREIGN = re.compile(r"<link\b[^>]*https?://[^>]*>\s*", re.DOTALL)
_INLINE = re.compile(r"<script>(.*?)</script>", re.DOTALL)


def own_page(html: str) -> str:
    """Return the chat's page without the style sheets and fonts that Chainlit links from other servers."""
    return _FOREIGN.sub("", html)


def script_hashes(html: str) -> list[str]:
    """Return what the page's policy must name, so that its inline scripts run and no other."""
    return ["sha256-" + b64encode(sha256(s.encode()).digest()).decode() for s in _INLINE.findall(html)]
