package dev.berth.driver.docker;

import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/**
 * Gives tests a Docker daemon, one for all of them. Where none can be started they are skipped and
 * one line says so, or they fail if {@code -Dberth.docker=required}.
 */
final class DockerExtension implements ExecutionCondition, ParameterResolver {
  private static final ExtensionContext.Namespace NAMESPACE =
      ExtensionContext.Namespace.create(DockerExtension.class);

  @Override
  public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
    String missing = DockerDaemon.missing().orElse(null);
    if (missing == null) {
      return ConditionEvaluationResult.enabled("a Docker daemon can be started");
    }
    if ("required".equals(System.getProperty("berth.docker"))) {
      throw new IllegalStateException(missing + ", but -Dberth.docker=required");
    }
    context
        .getRoot()
        .getStore(NAMESPACE)
        .getOrComputeIfAbsent(
            "told",
            key -> {
              Runtime.getRuntime()
                  .addShutdownHook(
                      new Thread(() ->
                          System.err.println(
                              missing + ": the tests of the Docker driver were skipped")));
              return true;
            });
    return ConditionEvaluationResult.disabled(missing);
  }

  @Override
  public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
    return parameter.getParameter().getType() == DockerDaemon.class;
  }

  @Override
  public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
    return context
        .getRoot()
        .getStore(NAMESPACE)
        .getOrComputeIfAbsent("daemon", key -> DockerDaemon.start(0), DockerDaemon.class);
  }
}
