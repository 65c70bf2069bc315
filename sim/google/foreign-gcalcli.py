# gcalcli, a calendar client for terminals, against the simulator: it runs as it is installed; only
# where Google is and who is signed in is put in its place. In: address, access token, folder of
# the discovery documents, then gcalcli's own words. Out: what gcalcli prints.
# Never here: a call that gcalcli would not make.
import datetime
import json
import os
import sys
import tempfile

import gcalcli.gcal
from gcalcli.cli import main
from googleapiclient.discovery import build_from_document
from oauth2client.client import OAuth2Credentials
from oauth2client.file import Storage

address, token, folder = sys.argv[1:4]


def build(serviceName, version, http):
    with open(f"{folder}/{serviceName}-{version}.json", encoding="utf-8") as file:
        document = json.load(file)
    document["rootUrl"] = f"{address}/"
    document["baseUrl"] = f"{address}/{document['servicePath']}"
    document.pop("mtlsRootUrl", None)
    return build_from_document(document, http=http)


gcalcli.gcal.build = build
with tempfile.TemporaryDirectory() as home:
    soon = datetime.datetime.utcnow() + datetime.timedelta(hours=1)
    os.environ["HOME"] = home
    Storage(os.path.join(home, ".gcalcli_oauth")).put(OAuth2Credentials(token, "app", "secret", None, soon, f"{address}/token", "gcalcli"))
    sys.argv = ["gcalcli", *sys.argv[4:]]
    main()
