package org.vigilia.stream.job;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.function.Function;
import org.apache.flink.api.common.eventtime.Watermark;
import org.apache.flink.api.common.eventtime.WatermarkGenerator;
import org.apache.flink.api.common.eventtime.WatermarkOutput;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.configuration.CheckpointingOptions;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.ExecutionOptions;
import org.apache.flink.configuration.ExternalizedCheckpointRetention;
import org.apache.flink.configuration.PipelineOptions;
import org.apache.flink.configuration.RestartStrategyOptions;
import org.apache.flink.runtime.jobgraph.JobGraph;
import org.apache.flink.runtime.jobgraph.SavepointRestoreSettings;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.datastream.DataStreamUtils;
import org.apache.flink.streaming.api.datastream.KeyedStream;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.streaming.api.graph.StreamGraph;
import org.jspecify.annotations.Nullable;
import org.vigilia.stream.job.city.CityPart;

/** The job: log → judges of the cameras, the sensors and the city → log. */
final class StreamJob {

    private static final Duration BUFFER_TIMEOUT = Duration.ofMillis(5);

    private StreamJob() {}

    /** @param checkpoint the folder of a complete checkpoint to go on from; null to begin */
    static JobGraph graph(StreamSettings settings, Stores stores, @Nullable Path checkpoint) {
        StreamExecutionEnvironment environment =
                StreamExecutionEnvironment.getExecutionEnvironment(configuration(settings));
        environment.setParallelism(settings.parallelism());
        DataStream<Finding> cameras = cameras(environment, settings, stores);
        cameras.sinkTo(new AlertSink(stores)).uid("store-alerts").name("Store alerts");
        DataStream<BatchItem> observations = environment
                .fromSource(
                        new TailSource<>(new Tail.Observations(), stores, settings.poll()),
                        WatermarkStrategy.forGenerator(context ->
                                new TickWatermarks<BatchItem>(item -> item.batch() == null ? item.storedAt() : null)),
                        "Follow the observations",
                        new KnownType<>(BatchItem.class, BatchItemSerializer.INSTANCE))
                .uid("follow-the-observations")
                .setParallelism(1);
        CityPart.add(observations, cameras, stores, settings.parallelism(), settings.detectors())
                .sinkTo(new AlertSink(stores))
                .setParallelism(1)
                .uid("store-city-alerts")
                .name("Store the city's alerts");
        StreamGraph stream = environment.getStreamGraph();
        stream.setJobName("Vigilia stream");
        JobGraph graph = stream.getJobGraph();
        if (checkpoint != null) {
            graph.setSavepointRestoreSettings(
                    SavepointRestoreSettings.forPath(checkpoint.toUri().toString(), true));
        }
        return graph;
    }

    private static DataStream<Finding> cameras(
            StreamExecutionEnvironment environment, StreamSettings settings, Stores stores) {
        DataStream<TailItem> tail = environment
                .fromSource(
                        new TailSource<>(new Tail.Facts(), stores, settings.poll()),
                        WatermarkStrategy.forGenerator(context ->
                                new TickWatermarks<TailItem>(item -> item.fact() == null ? item.storedAt() : null)),
                        "Follow the log",
                        new KnownType<>(TailItem.class, TailItemSerializer.INSTANCE))
                .uid("follow-the-log")
                .setParallelism(1)
                .filter(item -> item.fact() != null)
                .setParallelism(1)
                .uid("only-facts")
                .name("Only facts");
        KeyedStream<TailItem, String> byCamera = settings.parallelism() == 1
                ? DataStreamUtils.reinterpretAsKeyedStream(tail, TailItem::camera, Types.STRING)
                : tail.keyBy(TailItem::camera, Types.STRING);
        return byCamera.process(new JudgeFunction(stores), new KnownType<>(Finding.class, FindingSerializer.INSTANCE))
                .uid("judge-cameras")
                .name("Judge cameras");
    }

    private static Configuration configuration(StreamSettings settings) {
        Configuration configuration = new Configuration();
        configuration.set(PipelineOptions.GENERIC_TYPES, false);
        configuration.set(PipelineOptions.OBJECT_REUSE, true);
        configuration.set(PipelineOptions.AUTO_WATERMARK_INTERVAL, Duration.ZERO);
        // what is found goes on at once; little goes from slot to slot
        configuration.set(ExecutionOptions.BUFFER_TIMEOUT, BUFFER_TIMEOUT);
        configuration.set(CheckpointingOptions.CHECKPOINTING_INTERVAL, settings.checkpointEvery());
        configuration.set(CheckpointingOptions.MIN_PAUSE_BETWEEN_CHECKPOINTS, Duration.ofMillis(200));
        configuration.set(CheckpointingOptions.TOLERABLE_FAILURE_NUMBER, Integer.MAX_VALUE);
        configuration.set(
                CheckpointingOptions.EXTERNALIZED_CHECKPOINT_RETENTION,
                ExternalizedCheckpointRetention.RETAIN_ON_CANCELLATION);
        configuration.set(CheckpointingOptions.MAX_RETAINED_CHECKPOINTS, 3);
        configuration.set(
                CheckpointingOptions.CHECKPOINTS_DIRECTORY,
                Checkpoints.directory(settings).toUri().toString());
        configuration.set(RestartStrategyOptions.RESTART_STRATEGY, "fixed-delay");
        configuration.set(RestartStrategyOptions.RESTART_STRATEGY_FIXED_DELAY_ATTEMPTS, Integer.MAX_VALUE);
        configuration.set(RestartStrategyOptions.RESTART_STRATEGY_FIXED_DELAY_DELAY, Duration.ofSeconds(1));
        return configuration;
    }

    /** The source says itself how far it has come; nothing else moves time. */
    private static final class TickWatermarks<I> implements WatermarkGenerator<I> {

        private final Function<I, @Nullable Instant> tickOf;

        /** @param tickOf the moment of a tick; null for everything else */
        TickWatermarks(Function<I, @Nullable Instant> tickOf) {
            this.tickOf = tickOf;
        }

        @Override
        public void onEvent(I item, long timestamp, WatermarkOutput output) {
            Instant until = tickOf.apply(item);
            if (until != null) {
                output.emitWatermark(new Watermark(until.toEpochMilli()));
            }
        }

        @Override
        public void onPeriodicEmit(WatermarkOutput output) {}
    }
}
