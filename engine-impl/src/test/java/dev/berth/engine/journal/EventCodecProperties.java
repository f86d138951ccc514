package dev.berth.engine.journal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.event.Event;
import dev.berth.event.EventRecord;
import dev.berth.spi.JournalEntry;
import java.time.Instant;
import java.util.List;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

class EventCodecProperties {
  private final EventCodec codec = new EventCodec();

  @Property(tries = 100, edgeCases = EdgeCasesMode.NONE)
  void everyEventComesBackAsItWas(@ForAll("oneOfEachType") List<Event> events) {
    assertThat(events).hasSameSizeAs(SealedTypes.records(Event.class));
    for (Event event : events) {
      String payload = codec.encode(event);
      Event decoded = codec.decode(codec.type(event), payload);

      assertThat(decoded).isEqualTo(event);
      assertThat(codec.encode(decoded)).isEqualTo(payload);
    }
  }

  @Property(tries = 20, edgeCases = EdgeCasesMode.NONE)
  void everyPayloadIsOneLineOfAscii(@ForAll("oneOfEachType") List<Event> events) {
    for (Event event : events) {
      assertThat(codec.encode(event)).matches("\\{[ -\\x7f]*\\}");
    }
  }

  @Property(tries = 20, edgeCases = EdgeCasesMode.NONE)
  void everyEntryMakesTheRecordItWasMadeOf(@ForAll("oneOfEachType") List<Event> events) {
    Instant time = Instant.parse("2026-03-01T12:00:00.123456789Z");
    for (Event event : events) {
      JournalEntry entry = codec.toEntry(7, 3, time, event);

      assertThat(entry.type()).isEqualTo(event.getClass().getSimpleName());
      assertThat(entry.epoch()).isEqualTo(3);
      assertThat(codec.toRecord(entry)).isEqualTo(new EventRecord(7, time, event));
    }
  }

  @Provide
  Arbitrary<List<Event>> oneOfEachType() {
    List<Arbitrary<Event>> generators =
        EventArbitraries.ofEveryType().stream()
            .map(generator -> generator.<Event>map(event -> event))
            .toList();
    return Combinators.combine(generators).as(List::copyOf);
  }
}
