package dev.berth.engine.journal;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonSetter;
import com.fasterxml.jackson.annotation.Nulls;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.JsonSerializer;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.ObjectWriter;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.cfg.CoercionAction;
import com.fasterxml.jackson.databind.cfg.CoercionInputShape;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.type.LogicalType;
import com.fasterxml.jackson.datatype.jdk8.Jdk8Module;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import dev.berth.JournalException;
import dev.berth.event.Event;
import dev.berth.event.EventRecord;
import dev.berth.spi.JournalEntry;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

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
    JsonMapper mapper = mapper();
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

  private static JsonMapper mapper() {
    // Jackson's limits guard against documents from strangers. What encode() accepted must be
    // readable, so there is none here; the size of an event is bounded where it is made.
    JsonFactory factory =
        JsonFactory.builder()
            .streamReadConstraints(
                StreamReadConstraints.builder()
                    .maxStringLength(Integer.MAX_VALUE)
                    .maxNameLength(Integer.MAX_VALUE)
                    .build())
            .enable(JsonWriteFeature.ESCAPE_NON_ASCII)
            .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
            .build();
    JsonMapper mapper =
        JsonMapper.builder(factory)
            .addModule(new Jdk8Module())
            .addModule(new JavaTimeModule())
            .addModule(new SimpleModule().addKeySerializer(String.class, new ReadableKeys()))
            .annotationIntrospector(new SealedTypes())
            .accessorNaming(new ComponentNaming.Provider())
            .disable(MapperFeature.ALLOW_COERCION_OF_SCALARS)
            .disable(
                SerializationFeature.WRITE_DATES_AS_TIMESTAMPS,
                SerializationFeature.WRITE_DURATIONS_AS_TIMESTAMPS,
                SerializationFeature.FAIL_ON_EMPTY_BEANS)
            .enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS)
            .disable(DeserializationFeature.ACCEPT_FLOAT_AS_INT)
            .enable(
                DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES,
                DeserializationFeature.FAIL_ON_NULL_CREATOR_PROPERTIES,
                DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES,
                DeserializationFeature.FAIL_ON_NUMBERS_FOR_ENUMS,
                DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .withCoercionConfig(
                LogicalType.Textual,
                coercion -> {
                  coercion.setCoercion(CoercionInputShape.Integer, CoercionAction.Fail);
                  coercion.setCoercion(CoercionInputShape.Float, CoercionAction.Fail);
                  coercion.setCoercion(CoercionInputShape.Boolean, CoercionAction.Fail);
                })
            .defaultSetterInfo(JsonSetter.Value.forContentNulls(Nulls.FAIL))
            .withConfigOverride(Optional.class, absent -> absent.setInclude(WHERE_PRESENT))
            .withConfigOverride(OptionalInt.class, absent -> absent.setInclude(WHERE_PRESENT))
            .withConfigOverride(OptionalLong.class, absent -> absent.setInclude(WHERE_PRESENT))
            .build();
    mapper.getSerializerProvider().setNullValueSerializer(new NullRefused());
    return mapper;
  }

  private static final JsonInclude.Value WHERE_PRESENT =
      JsonInclude.Value.construct(JsonInclude.Include.NON_ABSENT, JsonInclude.Include.ALWAYS);

  /** Refuses a null when it is written, because once it is in the journal it cannot be read. */
  private static final class NullRefused extends JsonSerializer<@Nullable Object> {
    @Override
    public void serialize(
        @Nullable Object value, JsonGenerator generator, SerializerProvider provider)
        throws JsonMappingException {
      throw JsonMappingException.from(generator, "a component is null");
    }
  }

  /** Refuses a key when it is written that the parser would refuse when it is read. */
  private static final class ReadableKeys extends JsonSerializer<String> {
    @Override
    public void serialize(String key, JsonGenerator generator, SerializerProvider provider)
        throws IOException {
      if (!StandardCharsets.UTF_8.newEncoder().canEncode(key)) {
        throw JsonMappingException.from(generator, "key '" + key + "' holds half a surrogate pair");
      }
      generator.writeFieldName(key);
    }
  }
}
