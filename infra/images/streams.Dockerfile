# The topologies, from the jars as built. At the root of the checkout:
#   docker build -f infra/images/streams.Dockerfile -t freshet/streams .
FROM eclipse-temurin:21-jre-noble

RUN groupadd --system --gid 9998 freshet \
 && useradd --system --uid 9998 --gid freshet --home-dir /opt/freshet freshet \
 && install -d -o freshet -g freshet /opt/freshet /var/lib/freshet
WORKDIR /opt/freshet
COPY streams/target/lib/ lib/
COPY streams/target/freshet-streams-*.jar lib/

# glibc would otherwise keep a heap per thread for native allocations
ENV MALLOC_ARENA_MAX=2
USER freshet
VOLUME /var/lib/freshet
EXPOSE 8081
ENTRYPOINT ["java", "-XX:MaxRAMPercentage=50", "-XX:+ExitOnOutOfMemoryError", \
  "--enable-native-access=ALL-UNNAMED", "-cp", "lib/*", "dev.freshet.streams.StreamsApp", \
  "--host", "0.0.0.0", "--dir", "/var/lib/freshet"]
