"""Serves the actions on loopback. (The SDK's own launcher listens on every interface.)"""

import os
from urllib.parse import urlsplit

from rasa_sdk.endpoint import create_app

if __name__ == "__main__":
    address = urlsplit(os.environ["PONTE_ACTIONS_URL"])
    app = create_app("actions")
    app.run(host=address.hostname, port=address.port, workers=1, access_log=False)
