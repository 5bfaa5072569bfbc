package org.vigilia.stream.job.city;

import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.datastream.DataStreamUtils;
import org.apache.flink.streaming.api.datastream.KeyedStream;
import org.apache.flink.streaming.api.datastream.SingleOutputStreamOperator;
import org.apache.flink.util.Collector;
import org.vigilia.contract.alert.AlertChange;
import org.vigilia.stream.job.BatchItem;
import org.vigilia.stream.job.Finding;
import org.vigilia.stream.job.FindingSerializer;
import org.vigilia.stream.job.KnownType;
import org.vigilia.stream.job.Stores;

/** How observations and camera alerts become alerts of the city. */
public final class CityPart {

    private static final KnownType<CityItem> ITEM = new KnownType<>(CityItem.class, CityItemSerializer.INSTANCE);

    private CityPart() {}

    /**
     * Adds it to the job.
     *
     * @param observations as the source emits them
     * @param cameras what the cameras' judges find
     * @param parallelism how many slots judge sensors
     * @param detectors most datastreams whose minutes are scored
     */
    public static DataStream<Finding> add(
            DataStream<BatchItem> observations,
            DataStream<Finding> cameras,
            Stores stores,
            int parallelism,
            int detectors) {
        KeyedStream<BatchItem, Integer> byPart = parallelism == 1
                ? DataStreamUtils.reinterpretAsKeyedStream(observations, BatchItem::part, Types.INT)
                : observations.keyBy(BatchItem::part, Types.INT);
        SingleOutputStreamOperator<CityItem> sensors = byPart.process(new SensorFunction(stores), ITEM)
                .uid("judge-sensors")
                .name("Judge sensors");
        DataStream<CityItem> seen =
                cameras.flatMap(CityPart::tell, ITEM).uid("tell-camera-alerts").name("Tell camera alerts");
        DataStream<CityItem> scores = sensors.getSideOutput(SensorFunction.MARKS)
                .keyBy(mark -> CityItem.KEY, Types.STRING)
                .process(new RollupFunction(stores, detectors), ITEM)
                .setParallelism(1)
                .uid("roll-up")
                .name("Roll up");
        return sensors.union(seen, scores)
                .keyBy(item -> CityItem.KEY, Types.STRING)
                .process(new CityFunction(stores), new KnownType<>(Finding.class, FindingSerializer.INSTANCE))
                .setParallelism(1)
                .uid("judge-the-city")
                .name("Judge the city");
    }

    private static void tell(Finding finding, Collector<CityItem> out) {
        for (AlertChange change : finding.changes()) {
            out.collect(new CityItem(null, change, finding.storedAt()));
        }
    }
}
