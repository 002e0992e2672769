"""What lets every call be answered in the language of the server."""

from starlette.types import ASGIApp, Receive, Scope, Send

from dsds_audit.speech import Speech, speaking


class Speaker:
    """Speaks one language while a call is answered, its threads included."""

    def __init__(self, app: ASGIApp, speech: Speech) -> None:
        """Speak ``speech`` around an application."""
        self.app, self.speech = app, speech

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Hand on the call."""
        with speaking(self.speech):
            await self.app(scope, receive, send)
