"""Reads a built site with the readers that people use, and prints what they found as JSON.

Debian: python3-feedparser python3-icalendar python3-jsonschema python3-pyld python3-pandas libreoffice-calc
"""

import json
import pathlib
import subprocess
import sys
import tempfile
import xml.etree.ElementTree as ElementTree

import feedparser
import icalendar
import jsonschema
import pandas
from pyld import jsonld

TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
OFFICE = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}"
TEXT = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"


def load(path):
    return json.loads(path.read_text(encoding="utf-8"))


def validator(schema):
    jsonschema.Draft202012Validator.check_schema(schema)
    return jsonschema.Draft202012Validator(schema, format_checker=jsonschema.FormatChecker())


def schema_faults(site):
    faults = []
    api = site / "api/v1"
    for path in sorted(api.glob("schema/*.json")):
        register = api / path.name
        if register.exists():
            faults += [f"{path.name}: {error.message}" for error in validator(load(path)).iter_errors(load(register))]
    for pattern, name, title in [
        ("meetings/*/*/index.json", "meetings", "Meeting"),
        ("standards/*/index.json", "standards", "Standard"),
        ("standards/*/*/index.json", "standards", "Version"),
    ]:
        schema = load(api / f"schema/{name}.json")
        one = {"$ref": f"#/$defs/{title}", "$defs": schema["$defs"]}
        for path in sorted(site.glob(pattern)):
            faults += [f"{path}: {error.message}" for error in validator(one).iter_errors(load(path))]
    broken = {"schema_version": 1, "as_of": "yesterday", "meetings": [{}]}
    assert list(validator(load(api / "schema/meetings.json")).iter_errors(broken)), "the validator finds faults"
    return faults


def open_api_faults(site):
    api = load(site / "api/v1/openapi.json")
    faults = [] if api["openapi"].startswith("3.1") and api["info"]["title"] else ["it is no OpenAPI 3.1"]
    for path, operations in api["paths"].items():
        operation = operations["get"]
        schema = operation["responses"]["200"]["content"]["application/json"]["schema"]["$ref"]
        file, _, pointer = schema.partition("#")
        found = load(site / "api/v1" / file)
        for part in [part for part in pointer.split("/") if part]:
            found = found[part]
        named = {part[1:-1] for part in path.split("/") if part.startswith("{")}
        if named != {parameter["name"] for parameter in operation["parameters"]}:
            faults.append(f"{path}: its parameters are not those of the path")
        if not named and not (site / path.lstrip("/")).exists():
            faults.append(f"{path}: there is no such file")
    return faults


def feeds(site):
    found = {}
    for path in sorted(site.glob("**/atom.xml")):
        feed = feedparser.parse(str(path))
        entries = [[entry.id, entry.title, entry.updated, entry.link, entry.content[0].value] for entry in feed.entries]
        found[str(path.relative_to(site))] = {"bozo": feed.bozo, "title": feed.feed.title, "entries": entries}
    return found


def calendars(site):
    found = {}
    for path in sorted(site.glob("**/calendar*.ics")):
        calendar = icalendar.Calendar.from_ical(path.read_bytes())
        events = []
        for event in calendar.walk("VEVENT"):
            start = event["DTSTART"].dt
            utc = start.astimezone(__import__("datetime").timezone.utc).isoformat() if hasattr(start, "hour") else None
            events.append(
                {
                    "uid": str(event["UID"]),
                    "start": start.isoformat(),
                    "utc": utc,
                    "summary": str(event["SUMMARY"]),
                    "sequence": int(event["SEQUENCE"]),
                    "stamp": event["DTSTAMP"].dt.isoformat(),
                    "status": str(event["STATUS"]),
                    "description": str(event["DESCRIPTION"]),
                    "alarms": [str(alarm["TRIGGER"].to_ical().decode()) for alarm in event.walk("VALARM")],
                    "end": event["DTEND"].dt.isoformat() if "DTEND" in event else None,
                }
            )
        zones = [str(zone["TZID"]) for zone in calendar.walk("VTIMEZONE")]
        refresh = calendar["REFRESH-INTERVAL"].to_ical().decode() if "REFRESH-INTERVAL" in calendar else None
        found[str(path.relative_to(site))] = {"zones": zones, "events": events, "refresh": refresh}
    return found


def sheets(site):
    """Every CSV file as LibreOffice opens it: cells with their types, and whether any is a formula."""
    found = {}
    with tempfile.TemporaryDirectory() as folder:
        files = sorted(map(str, site.glob("data/*.csv")))
        as_read = "--infilter=Text - txt - csv (StarCalc):44,34,76,1,,2057,false,true,false"
        home = f"-env:UserInstallation=file://{folder}/profile"
        command = ["soffice", home, "--headless", as_read, "--convert-to", "fods", "--outdir", folder, *files]
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        for path in sorted(pathlib.Path(folder).glob("*.fods")):
            rows, formulas = [], 0
            for row in ElementTree.parse(path).iter(f"{TABLE}table-row"):
                cells = []
                for cell in row.iter(f"{TABLE}table-cell"):
                    formulas += cell.get(f"{TABLE}formula") is not None
                    kind = cell.get(f"{OFFICE}value-type")
                    text = "\n".join("".join(part.itertext()) for part in cell.iter(f"{TEXT}p"))
                    value = cell.get(f"{OFFICE}date-value") if kind == "date" else text
                    repeated = int(cell.get(f"{TABLE}number-columns-repeated", "1"))
                    cells += [[kind, value]] * min(repeated, 40)
                if any(kind for kind, _ in cells):
                    rows.append(cells)
            found[path.stem] = {"formulas": formulas, "rows": rows}
    return found


def frames(site):
    """Every CSV file as pandas reads it without being told anything: the columns that it takes for text, with their cells."""
    found = {}
    for path in sorted(site.glob("data/*.csv")):
        frame = pandas.read_csv(path)
        texts = frame.select_dtypes(include="object")
        found[path.stem] = {name: [str(cell) for cell in texts[name]] for name in texts}
    return found


def plain(site):
    """Every CSV file as LibreOffice opens it by itself."""
    found = {}
    with tempfile.TemporaryDirectory() as folder:
        home = f"-env:UserInstallation=file://{folder}/profile"
        files = sorted(map(str, site.glob("data/*.csv")))
        command = ["soffice", home, "--headless", "--convert-to", "html", "--outdir", folder, *files]
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        for path in sorted(pathlib.Path(folder).glob("*.html")):
            found[path.stem] = path.read_text(encoding="utf-8")
    return found


def linked(site):
    found = {}
    for path in sorted(site.glob("**/index.jsonld")):
        expanded = jsonld.expand(load(path))
        found[str(path.relative_to(site))] = [node["@type"][0] for node in expanded]
    return found


site = pathlib.Path(sys.argv[1])
print(
    json.dumps(
        {
            "schema_faults": schema_faults(site),
            "open_api_faults": open_api_faults(site),
            "feeds": feeds(site),
            "calendars": calendars(site),
            "sheets": sheets(site),
            "plain": plain(site),
            "frames": frames(site),
            "linked": linked(site),
        }
    )
)
