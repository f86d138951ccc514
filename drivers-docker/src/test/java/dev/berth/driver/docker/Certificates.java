package dev.berth.driver.docker;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/** An authority of the test's own, with a certificate for a daemon and one for its clients. */
final class Certificates {
  private final Path directory;

  private Certificates(Path directory) {
    this.directory = directory;
  }

  static Certificates make(Path directory) throws IOException {
    Certificates made = new Certificates(Files.createDirectories(directory));
    made.openssl(
        "req",
        "-x509",
        "-newkey",
        "rsa:2048",
        "-nodes",
        "-days",
        "2",
        "-subj",
        "/CN=berth-test",
        "-keyout",
        "ca-key.pem",
        "-out",
        "ca.pem");
    made.signed("server-cert.pem", "server-key.pem", "serverAuth");
    made.signed("cert.pem", "key.pem", "clientAuth");
    return made;
  }

  private void signed(String certificate, String key, String use) throws IOException {
    Files.writeString(
        directory.resolve("extensions"),
        "subjectAltName=IP:127.0.0.1\nextendedKeyUsage=" + use + "\n");
    openssl(
        "req",
        "-newkey",
        "rsa:2048",
        "-nodes",
        "-subj",
        "/CN=berth-test-" + use,
        "-keyout",
        key,
        "-out",
        "request");
    openssl(
        "x509",
        "-req",
        "-in",
        "request",
        "-CA",
        "ca.pem",
        "-CAkey",
        "ca-key.pem",
        "-CAcreateserial",
        "-days",
        "2",
        "-extfile",
        "extensions",
        "-out",
        certificate);
  }

  private void openssl(String... arguments) {
    String unused =
        DockerDaemon.run(
            directory,
            Stream.concat(Stream.of("openssl"), Stream.of(arguments)).toArray(String[]::new));
  }

  /** The directory, with {@code ca.pem}, {@code cert.pem} and {@code key.pem} for clients. */
  Path directory() {
    return directory;
  }
}
