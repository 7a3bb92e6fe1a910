"""Whether this installation can do what a job asks for."""

from dailies.domain.errors import InvalidInput
from dailies.domain.offer import refuse_beyond
from dailies.domain.options import Options, Provider
from dailies.services.app import App


def providers_here(app: App) -> list[Provider]:
    """List the providers that are set up in this installation."""
    return [Provider.FLOW, *([Provider.VEO] if app.settings.veo_project else [])]


def refuse_impossible(app: App, options: Options) -> None:
    """Raise InvalidInput for what the provider cannot do, and for a provider that is not set up here."""
    refuse_beyond(options)
    if Provider.VEO in {options.provider, options.failover} and Provider.VEO not in providers_here(app):
        raise InvalidInput(
            "The Veo API is not set up in this installation.",
            code="provider_missing",
            subject="provider" if options.provider is Provider.VEO else "failover",
            advice="Ask the operator to set its project, bucket and key, or choose flow.",
        )
