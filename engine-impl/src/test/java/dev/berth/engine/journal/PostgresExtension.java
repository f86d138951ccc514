package dev.berth.engine.journal;

import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/**
 * Gives tests a PostgreSQL server, one for all of them. Where PostgreSQL is not installed they are
 * skipped and one line says so, or they fail if {@code -Dberth.postgres=required}.
 */
final class PostgresExtension implements ExecutionCondition, ParameterResolver {
  private static final ExtensionContext.Namespace NAMESPACE =
      ExtensionContext.Namespace.create(PostgresExtension.class);
  private static final String ABSENT =
      "PostgreSQL is not installed in /usr/lib/postgresql (Debian: apt-get install postgresql)";

  @Override
  public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
    if (PostgresServer.programs().isPresent()) {
      return ConditionEvaluationResult.enabled("PostgreSQL is installed");
    }
    if ("required".equals(System.getProperty("berth.postgres"))) {
      throw new IllegalStateException(ABSENT + ", but -Dberth.postgres=required");
    }
    context
        .getRoot()
        .getStore(NAMESPACE)
        .getOrComputeIfAbsent(
            "told",
            key -> {
              System.err.println(ABSENT + ": the tests of its journal are skipped");
              return true;
            });
    return ConditionEvaluationResult.disabled(ABSENT);
  }

  @Override
  public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
    return parameter.getParameter().getType() == PostgresServer.class;
  }

  @Override
  public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
    return context
        .getRoot()
        .getStore(NAMESPACE)
        .getOrComputeIfAbsent("server", key -> started(), PostgresServer.class);
  }

  private static PostgresServer started() {
    try {
      return PostgresServer.start(PostgresServer.programs().orElseThrow());
    } catch (Exception e) {
      throw new IllegalStateException("PostgreSQL did not start", e);
    }
  }
}
