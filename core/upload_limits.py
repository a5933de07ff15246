"""What a browser sends as a file is read no further than the largest file that anything here takes."""

from django.core.files.uploadhandler import FileUploadHandler

LARGEST_UPLOAD = 20_000_000


class LimitedUploadHandler(FileUploadHandler):
    """Lets through just enough of a file for its form to see, and say, that it is too large; the rest is dropped,
    while the other fields of the form are kept. Stands before the handlers that store (settings)."""

    def receive_data_chunk(self, raw_data: bytes, start: int) -> bytes | None:
        return raw_data if start <= LARGEST_UPLOAD else None

    def file_complete(self, file_size: int) -> None:
        """The handlers after this one make the file."""
