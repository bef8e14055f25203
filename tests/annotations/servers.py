"""A web server in a thread, whose answers a test makes up."""

from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread


class Answers(BaseHTTPRequestHandler):
    """Answers each path with (status, headers, body); a body that is a list comes part by part."""

    def do_GET(self):
        status, headers, body = self.server.answer(self.path)
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        if "Transfer-Encoding" not in headers:
            self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        for part in body if isinstance(body, list) else [body]:
            try:
                self.wfile.write(part)
            except OSError:
                return

    def log_message(self, *args):
        pass


@contextmanager
def server(answer):
    """Serve what `answer` returns for each path; yields the address."""
    httpd = ThreadingHTTPServer(("127.0.0.1", 0), Answers)
    httpd.answer = answer
    httpd.daemon_threads = True
    thread = Thread(target=httpd.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        yield f"http://127.0.0.1:{httpd.server_port}"
    finally:
        httpd.shutdown()
        httpd.server_close()
        thread.join()
