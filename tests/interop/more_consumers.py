"""Programs of qualitative research and of the web find the annotations that were exported for them."""

from tests.interop.consumers import Stretch, consumer


@consumer("refi-qda", "pyrefiqda")
def pyrefiqda_loads_the_project(path):
    import tempfile
    from pathlib import Path

    from pyrefiqda import RefiProject

    found = []
    with tempfile.TemporaryDirectory() as folder:
        project = RefiProject.load(path, folder)
        codes = {code.guid: code.name for code in project.code_book.codes.code}
        guids = set()
        for source in project.sources.text_source:
            file = RefiProject.resolve_source_path(source.plain_text_path, folder)
            text = Path(file).read_bytes().decode()
            for selection in source.plain_text_selection:
                guids.add(selection.guid)
                words = text[selection.start_position : selection.end_position]
                for coding in selection.coding:
                    label = codes[coding.code_ref.target_guid]
                    found.append(Stretch(label, selection.start_position, selection.end_position, words))
        links = project.links.link if project.links is not None else ()
        assert {link.origin_guid for link in links} | {link.target_guid for link in links} <= guids
    return sorted(found)
