package dev.berth.engine.journal;

import com.fasterxml.jackson.databind.cfg.MapperConfig;
import com.fasterxml.jackson.databind.introspect.AccessorNamingStrategy;
import com.fasterxml.jackson.databind.introspect.AnnotatedClass;
import com.fasterxml.jackson.databind.introspect.AnnotatedMethod;
import com.fasterxml.jackson.databind.introspect.DefaultAccessorNamingStrategy;
import org.jspecify.annotations.Nullable;

/**
 * Which methods of a record Jackson writes: the accessors of its components and nothing else, even
 * if the record one day has a method called {@code getX} or {@code isX}.
 */
final class ComponentNaming extends DefaultAccessorNamingStrategy.RecordNaming {
  private ComponentNaming(MapperConfig<?> config, AnnotatedClass record) {
    super(config, record);
  }

  @Override
  public @Nullable String findNameForRegularGetter(AnnotatedMethod method, String name) {
    return _fieldNames.contains(name) ? name : null;
  }

  @Override
  public @Nullable String findNameForIsGetter(AnnotatedMethod method, String name) {
    return null;
  }

  /** Gives records this naming, and leaves everything else to Jackson. */
  static final class Provider extends DefaultAccessorNamingStrategy.Provider {
    private static final long serialVersionUID = 1L;

    @Override
    public AccessorNamingStrategy forRecord(MapperConfig<?> config, AnnotatedClass record) {
      return new ComponentNaming(config, record);
    }
  }
}
