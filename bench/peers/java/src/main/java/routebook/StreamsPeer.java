package routebook;

import java.nio.file.Path;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.processor.api.ContextualProcessor;
import org.apache.kafka.streams.processor.api.Record;

/**
 * Ranks a whole topic with Kafka Streams, state on the heap (its fastest way), one stream thread, and emits a book for each quote.
 * Arguments: brokers, input topic, output topic, Avro schema, state folder, messages to drain.
 * Prints `drained <per second>`, from the first record to the last.
 */
public final class StreamsPeer {
  public static void main(String[] arguments) throws Exception {
    long expected = Long.parseLong(arguments[5]);
    AtomicLong seen = new AtomicLong();
    AtomicLong began = new AtomicLong();
    AtomicLong ended = new AtomicLong();
    CountDownLatch done = new CountDownLatch(1);
    Fold fold = new Fold();
    BookJson writer = new BookJson();
    QuoteReader reader = new QuoteReader(Path.of(arguments[3]));

    Topology topology = new Topology();
    topology.addSource("quotes", Serdes.String().deserializer(), Serdes.ByteArray().deserializer(), arguments[1]);
    topology.addProcessor("rank", () -> new ContextualProcessor<String, byte[], String, byte[]>() {
      @Override
      public void process(Record<String, byte[]> message) {
        if (seen.get() == 0) began.set(System.nanoTime());
        Fold.Quote quote = reader.read(message.value());
        if (quote != null) context().forward(new Record<>(quote.book(), writer.write(quote, fold.add(quote)), message.timestamp()));
        if (seen.incrementAndGet() == expected) {
          ended.set(System.nanoTime());
          done.countDown();
        }
      }
    }, "quotes");
    topology.addSink("books", arguments[2], Serdes.String().serializer(), Serdes.ByteArray().serializer(), "rank");

    Properties settings = new Properties();
    settings.putAll(Map.of(
        StreamsConfig.APPLICATION_ID_CONFIG, arguments[1] + "-streams-peer",
        StreamsConfig.BOOTSTRAP_SERVERS_CONFIG, arguments[0],
        StreamsConfig.STATE_DIR_CONFIG, arguments[4],
        StreamsConfig.NUM_STREAM_THREADS_CONFIG, 1,
        StreamsConfig.consumerPrefix("auto.offset.reset"), "earliest",
        StreamsConfig.consumerPrefix("max.poll.records"), 5_000,
        StreamsConfig.producerPrefix("linger.ms"), 5));
    KafkaStreams streams = new KafkaStreams(topology, settings);
    streams.start();
    done.await();
    System.out.printf("drained %.0f%n", expected * 1e9 / (ended.get() - began.get()));
    streams.close();
  }
}
