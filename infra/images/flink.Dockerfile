# The jobs in Flink's own image, from the jars as built. At the root of the checkout:
#   docker build -f infra/images/flink.Dockerfile -t freshet/flink .
FROM flink:2.2.1-java21

# One logging back end and one Prometheus reporter: those among the jars.
RUN rm -rf lib/log4j-*.jar plugins/metrics-prometheus \
 && install -d plugins/s3-fs-presto && mv opt/flink-s3-fs-presto-*.jar plugins/s3-fs-presto/ \
 && install -d -o flink -g flink /opt/flink/natives /opt/flink/state
# All of it in lib, before Flink's own jar on the class path: PyTorch's native library can be loaded by one class loader only, and
# the versions of what both bring are then those that the tests ran with.
COPY --chown=flink:flink flink-jobs/target/lib/ lib/
COPY --chown=flink:flink flink-jobs/target/freshet-flink-jobs-*.jar lib/
COPY --chown=flink:flink infra/images/logback-console.xml conf/
COPY --chown=flink:flink --chmod=755 infra/images/continue-job.sh /opt/flink/bin/

# PyTorch's idle threads would otherwise spin on the cores that others need
ENV OMP_WAIT_POLICY=passive OMP_NUM_THREADS=1
ENV DJL_CACHE_DIR=/opt/flink/natives
ENV ENGINE_CACHE_DIR=/opt/flink/natives
VOLUME /opt/flink/state
EXPOSE 9249
