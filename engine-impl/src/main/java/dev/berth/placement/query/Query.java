package dev.berth.placement.query;

import org.jspecify.annotations.Nullable;

/**
 * A condition on nodes in the cluster query language of Amazon ECS, such as {@code
 * attribute:ecs.instance-type =~ g2.* and attribute:ecs.availability-zone != us-east-1d}.
 *
 * <p>A comparison is a subject, an operator and, but for {@code exists}, an argument:
 *
 * <table>
 * <caption>What can be compared with what</caption>
 * <tr><th>subject</th><th>operators</th><th>argument</th></tr>
 * <tr><td>{@code attribute:NAME}</td><td>all</td><td>text</td></tr>
 * <tr><td>{@code agentConnected}</td><td>{@code == != in !in =~ !~}</td>
 *     <td>{@code true} or {@code false}</td></tr>
 * <tr><td>{@code agentVersion}</td><td>{@code == != > >= < <=}</td>
 *     <td>a version such as {@code 1.14.5}</td></tr>
 * <tr><td>{@code ec2InstanceId}</td><td>{@code == != in !in =~ !~}</td><td>text</td></tr>
 * <tr><td>{@code registeredAt}</td><td>{@code == != > >= < <=}</td>
 *     <td>{@code 2018-06-18T22:28:28+00:00}, {@code 2018-06-18T22:28:28Z}, {@code
 *     2018-06-18T22:28:28} or {@code 2018-06-18}</td></tr>
 * <tr><td>{@code runningTasksCount}</td><td>{@code == != > >= < <=}</td><td>a whole
 *     number</td></tr>
 * <tr><td>{@code task:group}</td><td>{@code == != in !in =~ !~ exists !exists}</td>
 *     <td>text</td></tr>
 * </table>
 *
 * <p>Each operator also has a word: {@code equals not_equals greater_than greater_than_equal
 * less_than less_than_equal not_exists not_in matches not_matches}. {@code in} takes a list: {@code
 * in [us-east-1a, us-east-1b]}. Comparisons are joined by {@code not} ({@code !}), {@code and}
 * ({@code &&}) and {@code or} ({@code ||}), which bind in this order, and by parentheses. Words are
 * written in lower case.
 *
 * <p>An argument is a run of characters without white space, quotes, parentheses, brackets, commas
 * and {@code = ! < > & | ~}, or anything at all in single or double quotes, where the quote itself
 * is doubled: {@code 'it''s'}. A backslash means itself, as regular expressions need it.
 *
 * <p>Where Amazon publishes no rule, these are Berth's:
 *
 * <ul>
 *   <li>{@code !=}, {@code !in} and {@code !~} are the exact opposites of {@code ==}, {@code in}
 *       and {@code =~}: they hold for a node that lacks the subject. {@code < <= > >=} do not.
 *   <li>{@code task:group == g} holds if any task on the node is of group {@code g}, and {@code !=}
 *       if none is.
 *   <li>An attribute is ordered by number if the argument is a decimal number, and then one that is
 *       no number does not match; otherwise by its text, character by character.
 *   <li>A version is ordered number by number, {@code 1.14} equals {@code 1.14.0}, and a suffix as
 *       in {@code 1.14.0-dev} comes before.
 *   <li>A date is the whole day, and a time the whole second, in UTC unless it names an offset:
 *       {@code registeredAt == 2018-06-18} is any moment of that day, {@code >} any day after it.
 *   <li>{@code =~} compares the whole value, by {@link java.util.regex.Pattern}. A comparison that
 *       needs more than {@value BoundedPattern#MOST_STEPS} looks at characters is given up with a
 *       {@link QueryLimitException}.
 * </ul>
 *
 * <p>Immutable, equal if it means the same in the same order, and a function of the node alone: it
 * reads no clock.
 */
public final class Query {
  /** ECS's own limit on an expression, in characters. */
  public static final int MAXIMUM_LENGTH = 2_000;

  /** How deep parentheses and {@code not} may be nested, which bounds the stack. */
  public static final int MAXIMUM_DEPTH = 100;

  private final Condition root;

  Query(Condition root) {
    this.root = root;
  }

  /**
   * Reads an expression.
   *
   * @throws QuerySyntaxException if it is none, or exceeds one of the limits above; its message
   *     shows where
   */
  public static Query parse(String expression) {
    return new QueryParser(expression).parse();
  }

  /**
   * Whether {@code node} satisfies this query.
   *
   * @throws QueryLimitException if a regular expression backtracks too long over one of the node's
   *     values
   */
  public boolean matches(QuerySubject node) {
    return root.matches(node);
  }

  /**
   * Whether the answer for a node changes with the tasks on it, because {@code runningTasksCount}
   * or {@code task:group} is asked for.
   */
  public boolean dynamic() {
    return root.dynamic();
  }

  /**
   * This query in one spelling. Reading it gives an equal query, unless spelling it out made it
   * longer than {@value #MAXIMUM_LENGTH} characters.
   */
  @Override
  public String toString() {
    return root.toString();
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof Query query && query.root.equals(root);
  }

  @Override
  public int hashCode() {
    return root.hashCode();
  }
}
