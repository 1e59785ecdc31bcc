/**
 * Executes blocks as a pure function. {@link Kernel} is the door, {@link PlanFollower} the one
 * beside the chain. From the inside out, each part knowing those before it:
 *
 * <ul>
 *   <li><b>What lies in the state</b>: {@link KernelTables} names the tables and their records
 *       ({@link ModuleRecord}, {@link PlanRecord}, {@link StatedRecord}, ...); {@link Overlay} and
 *       {@link Fold} are a state with changes over it.
 *   <li><b>Code, ready to run</b>: {@link ModuleSet} as a value, {@link Instances} of it, each with
 *       a {@link Layout} and a sandbox; {@link Modules} and {@link Sandboxes} keep what is warm.
 *   <li><b>Running</b>: {@link Execution} is one run over an overlay, {@link Frame} what one call
 *       sees of it; {@link DerivedTables} and {@link SumInvariants} follow each write, {@link
 *       Proposals} changes the kernel's own state. {@link TransactionRunner} and {@link
 *       RoutineRunner} run in a {@link World}, which is one set of versions; {@link ScanRunner}
 *       walks records, {@link StatementRunner} counts what validators state.
 *   <li><b>Plans before a vote</b>: {@link PlanChecks} on a {@link PlanGround}, by descriptors
 *       alone; {@link Planned} is a plan applied to the module set in force; {@link ProbeRun} runs
 *       what an artifact's author says that it does.
 *   <li><b>Two worlds</b>: a {@link Trial} is a plan ready to run; its {@link Crossing} says what
 *       lies between the tables of both sides, a {@link Way} leads through one lens. {@link
 *       Comparison} judges {@link Both} executions and finds a {@link Verdict}; {@link Mirror}
 *       keeps the side that did not count, {@link RulesInForce} says what must not count before the
 *       plan is final. {@link TwoWorlds} does so in the block, {@link Following} and {@link
 *       Backfill} beside the chain.
 *   <li><b>Phases</b>: {@link PhaseRules} is where a plan goes from where it stands, {@link
 *       PhaseEnd} asks it, {@link PhaseKeeper} stands at both ends of a block.
 *   <li><b>A block</b>: {@link BlockRunner}, with {@link Lanes} for its room.
 * </ul>
 *
 * <p>Ports are in {@link theseus.kernel.spi}. Every refusal of the kernel's own is in {@link
 * Codes}.
 */
package theseus.kernel;
