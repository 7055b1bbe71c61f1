"""Every way in which a model or its server can fail, as answers of the scripted server."""

import json

from tests.model_server import KEY, Answer

LEAK = f"Incorrect API key provided: {KEY}. Traceback (most recent call last): SecretInnerError"
"""What a server may say of its own errors; none of it is for the chat."""
LONG = "Your market is moving and that is worth a closer look. " * 930
"""50 kB."""
assert len(LONG) > 50_000

SERVER = {
    "wrong key": Answer(status=401, message=LEAK),
    "no permission": Answer(status=403, message=LEAK),
    "no such model": Answer(status=404, message=LEAK),
    "429 with a short Retry-After": Answer(status=429, headers={"Retry-After": "0"}, message=LEAK),
    "429 with an hour's Retry-After": Answer(status=429, headers={"Retry-After": "3600"}, message=LEAK),
    "429 without Retry-After": Answer(status=429, message=LEAK),
    "500": Answer(status=500, message=LEAK),
    "503": Answer(status=503, message=LEAK),
    "529": Answer(status=529, message=LEAK),
    "a proxy's page": Answer(body=f"<html><h1>{LEAK}</h1></html>"),
    "silence before the first token": Answer(text=LONG, data={"events": []}, ends="silent"),
}
"""The same whatever was asked, streamed or not."""

_HALF = json.dumps({"note": "so far so good " * 40})

BROKEN = {
    "silence after the headers": Answer(text=LONG, data=_HALF, ends="stall", after=0),
    "silence midway": Answer(text=LONG, data=_HALF, ends="stall"),
    "the connection cut midway": Answer(text=LONG, data=_HALF, ends="cut"),
    "the connection reset midway": Answer(text=LONG, data=_HALF, ends="reset"),
    "an end without an ending": Answer(text=LONG, data=_HALF, ends="short"),
    "an error midway": Answer(text=LONG, data=_HALF, ends="error", message=LEAK),
}
"""The answer begins, and does not end."""

DATA = {
    "an empty reply": Answer(text=""),
    "nothing at all": Answer(text=None),
    "a refusal in its field": Answer(refusal="I'm sorry, I can't help with that."),
    "a refusal in prose": Answer(text="I'm sorry, but I can't help with that request."),
    "stopped by a filter": Answer(text="", finish="content_filter"),
    "prose where JSON was asked": Answer(text="Sure! They sell schools to towns, and there are 14 of them."),
    "half a JSON": Answer(data='{"events": [{"type": "Answered", "question": "comp', finish="length"),
    "a list": Answer(data="[1, 2, 3]"),
    "a number": Answer(data="42"),
    "null": Answer(data="null"),
    "other keys": Answer(data={"answer": "yes", "confidence": 0.9}),
    "50 kB of prose": Answer(text=LONG),
    "50 kB of JSON": Answer(data={"thoughts": LONG}),
    "deep JSON": Answer(data="[" * 5_000 + "]" * 5_000),
}
"""What may come where data was asked for; the model voice's own schema is broken in the tests."""

WORDS = {
    "an empty reply": Answer(text=""),
    "nothing at all": Answer(text=None),
    "white space": Answer(text=" \n\n \t "),
    "a refusal in its field": Answer(refusal="I'm sorry, I can't help with that."),
    "a refusal in prose": Answer(text="I'm sorry, but I can't help with that request."),
    "stopped by a filter": Answer(text="", finish="content_filter"),
    "JSON where words were asked": Answer(text='{"reply": "What do you sell?", "events": []}'),
    "50 kB": Answer(text=LONG),
    "50 kB without a full stop": Answer(text="word " * 10_000),
    "one word of 50 kB": Answer(text="x" * 50_000),
}
"""What may come where words were asked for."""
