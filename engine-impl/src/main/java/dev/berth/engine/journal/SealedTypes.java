package dev.berth.engine.journal;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonSetter;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.annotation.Nulls;
import com.fasterxml.jackson.databind.JavaType;
import com.fasterxml.jackson.databind.cfg.MapperConfig;
import com.fasterxml.jackson.databind.introspect.Annotated;
import com.fasterxml.jackson.databind.introspect.AnnotatedClass;
import com.fasterxml.jackson.databind.introspect.AnnotatedMember;
import com.fasterxml.jackson.databind.introspect.NopAnnotationIntrospector;
import com.fasterxml.jackson.databind.jsontype.NamedType;
import com.fasterxml.jackson.databind.jsontype.TypeResolverBuilder;
import com.fasterxml.jackson.databind.jsontype.impl.StdTypeResolverBuilder;
import dev.berth.model.Mount;
import dev.berth.model.PinnedImage;
import dev.berth.model.PlacementConstraint;
import dev.berth.model.PlacementStrategy;
import dev.berth.model.SecretVariable;
import dev.berth.model.Volume;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What Jackson is told in place of annotations: a value of a sealed interface says in {@code type}
 * which of its records it is, and every component of a record must be present unless it is optional
 * or one of the lists that came later than the first journals. So the API needs no annotation, and
 * a new record of a sealed interface needs no line anywhere.
 */
final class SealedTypes extends NopAnnotationIntrospector {
  private static final long serialVersionUID = 1L;
  private static final Set<Class<?>> OPTIONAL =
      Set.of(Optional.class, OptionalInt.class, OptionalLong.class);

  /**
   * The elements of lists that records got after journals had been written. Such a list is written
   * unless it is empty, and absent means empty: so old events are read, and written, as they were.
   */
  private static final Set<Class<?>> LATER =
      Set.of(
          PlacementConstraint.class,
          PlacementStrategy.class,
          Mount.class,
          PinnedImage.class,
          SecretVariable.class,
          Volume.class);

  /** The records below a sealed interface, through all levels, in the order they are permitted. */
  static List<Class<?>> records(Class<?> sealed) {
    List<Class<?>> records = new ArrayList<>();
    for (Class<?> permitted : sealed.getPermittedSubclasses()) {
      if (permitted.isSealed()) {
        records.addAll(records(permitted));
      } else {
        records.add(permitted);
      }
    }
    return records;
  }

  @Override
  public @Nullable TypeResolverBuilder<?> findTypeResolver(
      MapperConfig<?> config, AnnotatedClass type, JavaType baseType) {
    if (!type.getRawType().isSealed()) {
      return null;
    }
    return new StdTypeResolverBuilder(
        JsonTypeInfo.Value.construct(
            JsonTypeInfo.Id.NAME, JsonTypeInfo.As.PROPERTY, "type", null, false, true, null));
  }

  @Override
  public @Nullable List<NamedType> findSubtypes(Annotated type) {
    if (!type.getRawType().isSealed()) {
      return null;
    }
    return records(type.getRawType()).stream()
        .map(record -> new NamedType(record, record.getSimpleName()))
        .toList();
  }

  @Override
  public Boolean hasRequiredMarker(AnnotatedMember member) {
    return !OPTIONAL.contains(member.getRawType()) && !isLater(member);
  }

  @Override
  public JsonSetter.Value findSetterInfo(Annotated member) {
    return isLater(member)
        ? JsonSetter.Value.construct(Nulls.AS_EMPTY, Nulls.FAIL)
        : super.findSetterInfo(member);
  }

  @Override
  public JsonInclude.Value findPropertyInclusion(Annotated member) {
    return isLater(member)
        ? JsonInclude.Value.construct(JsonInclude.Include.NON_EMPTY, JsonInclude.Include.ALWAYS)
        : super.findPropertyInclusion(member);
  }

  private static boolean isLater(Annotated member) {
    JavaType type = member.getType();
    return type != null
        && type.isCollectionLikeType()
        && LATER.contains(type.getContentType().getRawClass());
  }
}
