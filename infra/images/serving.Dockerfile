# An HTTP node, from the jars as built. At the root of the checkout:
#   docker build -f infra/images/serving.Dockerfile -t freshet/serving .
FROM eclipse-temurin:21-jre-noble

RUN groupadd --system --gid 9998 freshet \
 && useradd --system --uid 9998 --gid freshet --home-dir /opt/freshet freshet \
 && install -d -o freshet -g freshet /opt/freshet /var/lib/freshet
WORKDIR /opt/freshet
COPY serving/target/lib/ lib/
COPY serving/target/freshet-serving-*.jar lib/

# glibc would otherwise keep a heap per thread for native allocations
ENV MALLOC_ARENA_MAX=2
# the only folder but the store's that is written, where the root is read-only
ENV DJL_CACHE_DIR=/tmp/djl
ENV ENGINE_CACHE_DIR=/tmp/djl
ENV MICRONAUT_SERVER_HOST=0.0.0.0
ENV FRESHET_STORE_DIR=/var/lib/freshet
USER freshet
VOLUME /var/lib/freshet
EXPOSE 8080 9464
ENTRYPOINT ["java", "-XX:MaxRAMPercentage=50", "-XX:+ExitOnOutOfMemoryError", \
  "--add-modules", "jdk.incubator.vector", "--enable-native-access=ALL-UNNAMED", \
  "-cp", "lib/*", "dev.freshet.serving.Application"]
