"""doccano's own import of JSON Lines, without its server: `python doccano_import.py FILE` prints what it stored.

Spans are [id, [label, start, end, words]], relations [type, id, id]. doccano must be there as `pip install --no-deps
doccano` brings it: what it asks for besides does not go together with other packages by now.
"""

import json
import sys
import tempfile
from pathlib import Path

import backend
import django
from django.conf import settings

_OWN = ["roles", "projects", "examples", "label_types", "labels", "data_import"]
_OTHERS = ["auth", "contenttypes", "polymorphic", "django_drf_filepond"]


def main(path):
    # Its modules name each other as they are called inside of its folder.
    sys.path.insert(0, str(Path(backend.__file__).parent))
    with tempfile.TemporaryDirectory() as folder:
        settings.configure(
            BASE_DIR=folder,
            DATABASES={"default": {"ENGINE": "django.db.backends.sqlite3", "NAME": ":memory:"}},
            DEFAULT_AUTO_FIELD="django.db.models.AutoField",
            DJANGO_DRF_FILEPOND_FILE_STORE_PATH=folder,
            DJANGO_DRF_FILEPOND_UPLOAD_TMP=folder,
            INSTALLED_APPS=[
                "django.contrib.auth", "django.contrib.contenttypes", "polymorphic", "rest_framework",
                "django_drf_filepond", *_OWN,
            ],
            # Tables are made as the models are, without the steps that led there.
            MIGRATION_MODULES=dict.fromkeys([*_OWN, *_OTHERS]),
            SECRET_KEY=folder,
            USE_TZ=True,
        )  # fmt: skip
        django.setup()
        return imported(path)


def imported(path):
    from data_import.datasets import load_dataset
    from data_import.pipeline.catalog import JSONL, RELATION_EXTRACTION
    from data_import.pipeline.readers import FileName
    from django.contrib.auth.models import User
    from django.core.management import call_command
    from labels.models import Relation, Span
    from projects.models import ProjectType, SequenceLabelingProject

    call_command("migrate", run_syncdb=True, verbosity=0)
    user = User.objects.create(username="kim")
    project = SequenceLabelingProject.objects.create(
        name="test", project_type=ProjectType.SEQUENCE_LABELING, created_by=user, allow_overlapping=True,
        use_relation=True,
    )  # fmt: skip
    data = load_dataset(RELATION_EXTRACTION, JSONL, [FileName(path, path, path)], project)
    data.save(user)
    spans = []
    for one in Span.objects.all():
        words = one.example.text[one.start_offset : one.end_offset]
        spans.append((one.pk, (one.label.text, one.start_offset, one.end_offset, words)))
    return {
        "errors": [str(error) for error in data.errors],
        "spans": spans,
        "relations": [(one.type.text, one.from_id.pk, one.to_id.pk) for one in Relation.objects.all()],
    }


if __name__ == "__main__":
    print(json.dumps(main(sys.argv[1])))
