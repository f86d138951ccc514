package dev.berth.engine.journal;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.ObjectWriter;
import dev.berth.JournalException;
import dev.berth.event.Event;
import dev.berth.event.EventRecord;
import dev.berth.spi.JournalEntry;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The one way an event is written and read: compact JSON with a property for each component of its
 * record, and the record's simple name as its type. Both are found in {@link Event}'s sealed
 * hierarchy, so a new event needs no line here.
 *
 * <p>Reading goes through the records' constructors, which check again what they checked when the
 * event was made. It accepts exactly what writing produces: an unknown type or property, a missing
 * component and a null are refused. Only an {@link Optional} component may be absent, and a list
 * that came later, see {@link SealedTypes}; which is how an event can get a new component and
 * journals written before it stay readable.
 *
 * <p>All that is written is ASCII, other characters as <code>&#92;u</code> escapes: so each string
 * comes back as it was, even one with half a surrogate pair, for which UTF-8 has no bytes.
 *
 * <p>Costly to make, cheap to use, and safe to share between threads.
 */
public final class EventCodec {
  private final Map<String, ObjectReader> readers = new HashMap<>();
  private final Map<Class<?>, ObjectWriter> writers = new HashMap<>();

  /** Looks up every event type. */
  public EventCodec() {
    ObjectMapper mapper = RecordMapper.make();
    for (Class<?> type : SealedTypes.records(Event.class)) {
      if (readers.put(type.getSimpleName(), mapper.readerFor(type)) != null) {
        throw new IllegalStateException("two events are named " + type.getSimpleName());
      }
      writers.put(type, mapper.writerFor(type));
    }
  }

  /** The name under which the journal keeps events like this one. */
  public String type(Event event) {
    return event.getClass().getSimpleName();
  }

  /**
   * Writes {@code event} as one line of JSON.
   *
   * @throws JournalException if a component is null
   */
  public String encode(Event event) {
    ObjectWriter writer = writers.get(event.getClass());
    if (writer == null) {
      throw new IllegalStateException("not an event of the hierarchy: " + event.getClass());
    }
    try {
      return writer.writeValueAsString(event);
    } catch (JsonProcessingException e) {
      throw new JournalException(
          "event of type '%s' cannot be written: %s".formatted(type(event), reason(e)), e);
    }
  }

  /**
   * Reads what {@link #encode} wrote.
   *
   * @throws JournalException if the type is unknown, or the payload is not exactly such an event
   */
  public Event decode(String type, String payload) {
    return decode("event", type, payload);
  }

  /** The entry that keeps {@code event}. */
  public JournalEntry toEntry(long sequence, long epoch, Instant time, Event event) {
    return new JournalEntry(sequence, epoch, time, type(event), encode(event));
  }

  /**
   * The event that {@code entry} keeps.
   *
   * @throws JournalException as {@link #decode(String, String)}; it also names the sequence number
   */
  public EventRecord toRecord(JournalEntry entry) {
    Event event = decode("event " + entry.sequence(), entry.type(), entry.payload());
    return new EventRecord(entry.sequence(), entry.time(), event);
  }

  private Event decode(String which, String type, String payload) {
    ObjectReader reader = readers.get(type);
    if (reader == null) {
      throw new JournalException(
          "%s has type '%s', which this version does not know: use the version that wrote it"
              .formatted(which, type));
    }
    try {
      Event event = reader.readValue(payload);
      if (event != null) {
        return event;
      }
    } catch (JsonProcessingException e) {
      throw new JournalException(
          "%s of type '%s' cannot be read: %s".formatted(which, type, reason(e)), e);
    }
    throw new JournalException("%s of type '%s' cannot be read: null".formatted(which, type));
  }

  private static String reason(JsonProcessingException failure) {
    return failure instanceof JsonMappingException mapping && !mapping.getPath().isEmpty()
        ? mapping.getOriginalMessage() + " (at " + mapping.getPathReference() + ")"
        : failure.getOriginalMessage();
  }
}
