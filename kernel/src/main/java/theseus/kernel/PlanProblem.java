package theseus.kernel;

/**
 * Why a plan cannot be opened.
 *
 * @param code stable
 * @param where the part of the plan that it is about, such as {@code upgrade of consent}
 * @param explanation what is wrong and what to do
 */
public record PlanProblem(String code, String where, String explanation) {}
