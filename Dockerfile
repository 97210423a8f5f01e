# The command in one file, on an image that has nothing but Node.js beside it:
#   docker build -t osscap .
#   docker run --rm -v "$PWD:/captures:ro" osscap upload.pcap
# What is built is the same for every processor: it is built on that of the machine.
FROM --platform=$BUILDPLATFORM node:24.11.1-alpine3.22 AS build
WORKDIR /build
COPY package.json package-lock.json ./
RUN npm ci --ignore-scripts
COPY LICENSE tsconfig.json tsconfig.build.json ./
COPY scripts/ scripts/
COPY src/ src/
RUN npm run --silent build
RUN mkdir -p usr/lib usr/bin && cp dist/osscap.mjs usr/lib/ && ln -s ../lib/osscap.mjs usr/bin/osscap

FROM node:24.11.1-alpine3.22
COPY --from=build /build/usr/ /usr/local/
# By number: Kubernetes cannot tell of a name that it is not root's.
USER 1000:1000
WORKDIR /captures
ENTRYPOINT ["osscap"]
CMD ["--help"]
