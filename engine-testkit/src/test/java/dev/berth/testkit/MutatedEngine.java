package dev.berth.testkit;

import dev.berth.engine.loop.EngineLoop;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongFunction;
import javax.tools.FileObject;
import javax.tools.ForwardingJavaFileManager;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileManager;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;
import org.jspecify.annotations.Nullable;

/**
 * The engine and its simulation once more, in a class loader of their own, with a few classes
 * compiled from mutated sources. The API and the placement core are shared with the original.
 */
final class MutatedEngine extends ClassLoader {
  private static final List<String> OWN = List.of("dev.berth.engine.", "dev.berth.testkit.");
  private static final Path MODULE = Path.of(System.getProperty("basedir", "")).toAbsolutePath();

  private final Map<String, byte[]> mutated;

  MutatedEngine(Mutant mutant) {
    super(EngineLoop.class.getClassLoader());
    this.mutated = compile(mutant);
  }

  /** A trial of seeds on this engine. */
  @SuppressWarnings("unchecked")
  LongFunction<String> trial() throws ReflectiveOperationException {
    Class<?> trial = loadClass(SeedTrial.class.getName());
    if (trial == SeedTrial.class) {
      throw new AssertionError("the mutant's trial is not its own");
    }
    var constructor = trial.getDeclaredConstructor();
    constructor.setAccessible(true);
    return (LongFunction<String>) constructor.newInstance();
  }

  @Override
  protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
    synchronized (getClassLoadingLock(name)) {
      if (OWN.stream().noneMatch(name::startsWith)) {
        return super.loadClass(name, resolve);
      }
      Class<?> loaded = findLoadedClass(name);
      return loaded == null ? define(name) : loaded;
    }
  }

  private Class<?> define(String name) throws ClassNotFoundException {
    byte[] code = mutated.get(name);
    if (code == null) {
      try (InputStream original = getResourceAsStream(name.replace('.', '/') + ".class")) {
        if (original == null) {
          throw new ClassNotFoundException(name);
        }
        code = original.readAllBytes();
      } catch (IOException unreadable) {
        throw new ClassNotFoundException(name, unreadable);
      }
    }
    return defineClass(name, code, 0, code.length);
  }

  private static Map<String, byte[]> compile(Mutant mutant) {
    Map<Path, String> sources = new LinkedHashMap<>();
    for (Mutant.Edit edit : mutant.edits()) {
      Path path = path(edit.source());
      String text = sources.computeIfAbsent(path, MutatedEngine::read);
      sources.put(path, edit.applied(text, mutant.name()));
    }
    Map<String, ByteArrayOutputStream> classes = new HashMap<>();
    if (!sources.isEmpty()) {
      compile(mutant, sources, classes);
    }
    Map<String, byte[]> code = new HashMap<>();
    classes.forEach((name, bytes) -> code.put(name, bytes.toByteArray()));
    return code;
  }

  private static void compile(
      Mutant mutant, Map<Path, String> sources, Map<String, ByteArrayOutputStream> classes) {
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    List<JavaFileObject> units = new ArrayList<>();
    sources.forEach((path, text) -> units.add(new Source(path.toUri(), text)));
    StringWriter problems = new StringWriter();
    try (JavaFileManager files =
        new InMemory(compiler.getStandardFileManager(null, null, null), classes)) {
      String path =
          System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
      List<String> options = List.of("-proc:none", "-nowarn", "-implicit:none", "-cp", path);
      if (!compiler.getTask(problems, files, null, options, null, units).call()) {
        throw new AssertionError(
            "mutant '%s' does not compile: %s".formatted(mutant.name(), problems));
      }
    } catch (IOException closing) {
      throw new UncheckedIOException(closing);
    }
  }

  /** Where a source is: in the engine, or in this module. */
  private static Path path(String source) {
    Path engine =
        MODULE.resolve("../engine-impl/src/main/java/dev/berth/engine").resolve(source + ".java");
    return Files.exists(engine)
        ? engine.normalize()
        : MODULE.resolve("src/main/java/dev/berth/testkit").resolve(source + ".java");
  }

  private static String read(Path path) {
    try {
      return Files.readString(path);
    } catch (IOException missing) {
      throw new UncheckedIOException(missing);
    }
  }

  private static final class Source extends SimpleJavaFileObject {
    private final String text;

    Source(URI uri, String text) {
      super(uri, Kind.SOURCE);
      this.text = text;
    }

    @Override
    public CharSequence getCharContent(boolean ignoreEncodingErrors) {
      return text;
    }
  }

  private static final class Output extends SimpleJavaFileObject {
    private final ByteArrayOutputStream bytes;

    Output(String name, ByteArrayOutputStream bytes) {
      super(URI.create("memory:///" + name.replace('.', '/') + ".class"), Kind.CLASS);
      this.bytes = bytes;
    }

    @Override
    public OutputStream openOutputStream() {
      return bytes;
    }
  }

  private static final class InMemory extends ForwardingJavaFileManager<JavaFileManager> {
    private final Map<String, ByteArrayOutputStream> classes;

    InMemory(JavaFileManager standard, Map<String, ByteArrayOutputStream> classes) {
      super(standard);
      this.classes = classes;
    }

    @Override
    public JavaFileObject getJavaFileForOutput(
        Location location, String name, JavaFileObject.Kind kind, @Nullable FileObject sibling) {
      return new Output(name, classes.computeIfAbsent(name, unused -> new ByteArrayOutputStream()));
    }
  }
}
