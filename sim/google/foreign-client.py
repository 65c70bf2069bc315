# Google's own Python client, driving the simulator: what it makes of each answer, as JSON.
# In: address, access token, folder of the discovery documents. Out: one JSON object.
# Never here: anything of this repository's own clients.
import json
import sys

import httplib2
from google.oauth2.credentials import Credentials
from google_auth_httplib2 import AuthorizedHttp
from googleapiclient.discovery import build_from_document
from googleapiclient.errors import HttpError

address, token, folder = sys.argv[1:4]


def open_api(name):
    with open(f"{folder}/{name}.json", encoding="utf-8") as file:
        document = json.load(file)
    document["rootUrl"] = f"{address}/"
    document["baseUrl"] = f"{address}/{document['servicePath']}"
    document.pop("mtlsRootUrl", None)
    http = AuthorizedHttp(Credentials(token), http=httplib2.Http())
    return build_from_document(document, http=http)


def refusal(request):
    try:
        request.execute()
    except HttpError as error:
        return [error.resp.status, error._get_reason().strip()]
    return None


seen = {}
calendar = open_api("calendar-v3")
events = calendar.events()
when = {"start": {"dateTime": "2026-12-01T09:00:00Z"}, "end": {"dateTime": "2026-12-01T10:00:00Z"}}
made = [events.insert(calendarId="primary", body={"summary": f"Event {n}", **when}).execute() for n in range(5)]
titles, request = [], events.list(calendarId="primary", maxResults=2)
while request is not None:
    page = request.execute()
    titles += [event["summary"] for event in page["items"]]
    request = events.list_next(request, page)
seen["paged"] = sorted(titles)
sync = page["nextSyncToken"]
events.patch(calendarId="primary", eventId=made[0]["id"], body={"location": "Room 4"}).execute()
events.delete(calendarId="primary", eventId=made[1]["id"]).execute()
changed = events.list(calendarId="primary", syncToken=sync).execute()["items"]
seen["changed"] = sorted(f"{event['id'] == made[0]['id']} {event['status']}" for event in changed)
seen["deleted again"] = refusal(events.delete(calendarId="primary", eventId=made[1]["id"]))
stale = events.update(calendarId="primary", eventId=made[0]["id"], body=made[0])
stale.headers["If-Match"] = made[0]["etag"]
seen["stale"] = refusal(stale)
seen["unknown"] = refusal(events.get(calendarId="primary", eventId="unknown1"))
seen["busy"] = calendar.freebusy().query(body={"timeMin": "2026-12-01T00:00:00Z", "timeMax": "2026-12-02T00:00:00Z", "items": [{"id": "primary"}]}).execute()["calendars"]["primary"]["busy"]

batched = []
batch = calendar.new_batch_http_request(callback=lambda name, answer, error: batched.append([name, error.resp.status if error else answer["summary"]]))
batch.add(events.get(calendarId="primary", eventId=made[2]["id"]), request_id="one")
batch.add(events.get(calendarId="primary", eventId="unknown1"), request_id="two")
batch.add(events.insert(calendarId="primary", body={"summary": "Batched", **when}), request_id="three")
batch.execute()
seen["batch"] = batched

people = open_api("people-v1").people()
person = people.createContact(body={"names": [{"givenName": "Ada", "familyName": "Lovelace"}], "emailAddresses": [{"value": "ada@example.org"}]}).execute()
name = person["resourceName"]
person["names"][0]["givenName"] = "Augusta"
changed_person = people.updateContact(resourceName=name, updatePersonFields="names", body=person).execute()
seen["person"] = changed_person["names"][0]["displayName"]
seen["stale person"] = refusal(people.updateContact(resourceName=name, updatePersonFields="names", body=person))[0]
listed = people.connections().list(resourceName="people/me", personFields="names,emailAddresses", requestSyncToken=True).execute()
seen["connections"] = [listed["totalItems"], listed["connections"][0]["emailAddresses"][0]["value"], "nextSyncToken" in listed]

tasks = open_api("tasks-v1").tasks()
first = tasks.insert(tasklist="@default", body={"title": "First", "due": "2026-12-01T15:30:00Z"}).execute()
second = tasks.insert(tasklist="@default", body={"title": "Second"}, previous=first["id"]).execute()
tasks.move(tasklist="@default", task=second["id"], parent=first["id"]).execute()
tasks.patch(tasklist="@default", task=first["id"], body={"status": "completed"}).execute()
seen["tasks"] = [[task["title"], task["status"], task.get("parent") == first["id"]] for task in tasks.list(tasklist="@default", showHidden=True).execute()["items"]]
seen["due"] = first["due"]
print(json.dumps(seen))
