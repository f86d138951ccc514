package dev.berth.engine.journal;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonSetter;
import com.fasterxml.jackson.annotation.Nulls;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.JsonSerializer;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.cfg.CoercionAction;
import com.fasterxml.jackson.databind.cfg.CoercionInputShape;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.type.LogicalType;
import com.fasterxml.jackson.datatype.jdk8.Jdk8Module;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * How records are written as JSON, events and snapshots alike: a property for each component, found
 * by reflection, read back through the records' constructors. What stands here decides whether
 * journals stay readable.
 */
public final class RecordMapper {
  private RecordMapper() {}

  /** A mapper for records; costly to make, cheap to use, and safe to share between threads. */
  public static ObjectMapper make() {
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
