package theseus.runtime;

import java.lang.classfile.CodeElement;
import java.lang.classfile.CodeModel;
import java.lang.classfile.Instruction;
import java.lang.classfile.Label;
import java.lang.classfile.instruction.BranchInstruction;
import java.lang.classfile.instruction.ExceptionCatch;
import java.lang.classfile.instruction.LabelTarget;
import java.lang.classfile.instruction.LookupSwitchInstruction;
import java.lang.classfile.instruction.ReturnInstruction;
import java.lang.classfile.instruction.SwitchCase;
import java.lang.classfile.instruction.TableSwitchInstruction;
import java.lang.classfile.instruction.ThrowInstruction;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.ToIntFunction;

/**
 * Where a method charges, and how much. A basic block whose successors lie ahead of it is charged
 * together with them, by the dearest way through them; a charge stands at the method's head, at
 * every block that is jumped back to, and wherever a batch would grow beyond {@link #MAX_BATCH}. So
 * every loop pays each time around, and nobody pays for more than a batch that did not run.
 */
final class GasPlan {
    /** The most gas that is charged ahead of the block it belongs to. */
    static final int MAX_BATCH = 64;

    private record Block(int start, int end, int gas, List<Integer> successors) {}

    private final List<CodeElement> elements;
    private final Map<Label, Integer> positions = new HashMap<>();
    private final Map<Integer, Integer> charges = new HashMap<>();
    private final Map<Label, Integer> handlers = new HashMap<>();

    /**
     * @param gas what an instruction costs
     */
    GasPlan(CodeModel code, ToIntFunction<Instruction> gas) {
        elements = code.elementList();
        for (int i = 0; i < elements.size(); i++) {
            if (elements.get(i) instanceof LabelTarget target) {
                positions.put(target.label(), i);
            }
        }
        plan(gas);
    }

    /** What is charged before the element at {@code index}; 0 where nothing is. */
    int chargeAt(int index) {
        return charges.getOrDefault(index, 0);
    }

    /** What entering this handler costs. */
    int handler(Label handler) {
        return handlers.getOrDefault(handler, 0);
    }

    private void plan(ToIntFunction<Instruction> gas) {
        Set<Integer> loops = new HashSet<>();
        Set<Integer> starts = starts(loops);
        List<Block> blocks = blocks(starts, gas);
        Map<Integer, Integer> batches = new HashMap<>();
        for (Block block : blocks.reversed()) {
            int ahead = 0;
            for (int successor : block.successors()) {
                ahead = Math.max(ahead, batches.getOrDefault(successor, 0));
            }
            int batch = block.gas() + ahead;
            boolean charges = block.start() == 0 || loops.contains(block.start());
            if (charges || batch > MAX_BATCH) {
                this.charges.put(block.start(), batch);
                batch = 0;
            }
            batches.put(block.start(), batch);
        }
        for (CodeElement element : elements) {
            if (element instanceof ExceptionCatch caught) {
                Label handler = caught.handler();
                handlers.put(handler, batches.getOrDefault(positions.get(handler), 0));
            }
        }
    }

    /** Where blocks start; {@code loops} is filled with those that are jumped back to. */
    private Set<Integer> starts(Set<Integer> loops) {
        Set<Integer> starts = new HashSet<>(Set.of(0));
        for (int i = 0; i < elements.size(); i++) {
            CodeElement element = elements.get(i);
            for (Label target : targets(element)) {
                int position = position(target);
                starts.add(position);
                if (position <= i) {
                    loops.add(position);
                }
            }
            if (endsBlock(element)) {
                starts.add(i + 1);
            }
            if (element instanceof ExceptionCatch caught) {
                starts.add(position(caught.handler()));
            }
        }
        return starts;
    }

    private List<Block> blocks(Set<Integer> starts, ToIntFunction<Instruction> gas) {
        List<Block> blocks = new ArrayList<>();
        int start = 0;
        int sum = 0;
        List<Integer> successors = new ArrayList<>();
        for (int i = 0; i < elements.size(); i++) {
            CodeElement element = elements.get(i);
            if (element instanceof Instruction instruction) {
                sum = Math.addExact(sum, gas.applyAsInt(instruction));
            }
            for (Label target : targets(element)) {
                if (position(target) > i) {
                    successors.add(position(target));
                }
            }
            boolean last = i + 1 == elements.size();
            if (last || starts.contains(i + 1)) {
                if (!last && continues(element)) {
                    successors.add(i + 1);
                }
                blocks.add(new Block(start, i, sum, successors));
                start = i + 1;
                sum = 0;
                successors = new ArrayList<>();
            }
        }
        return blocks;
    }

    private int position(Label label) {
        Integer position = positions.get(label);
        if (position == null) {
            throw new IllegalArgumentException("a jump to a label that is nowhere");
        }
        return position;
    }

    private static List<Label> targets(CodeElement element) {
        return switch (element) {
            case BranchInstruction branch -> List.of(branch.target());
            case TableSwitchInstruction choice -> cases(choice.defaultTarget(), choice.cases());
            case LookupSwitchInstruction choice -> cases(choice.defaultTarget(), choice.cases());
            default -> List.of();
        };
    }

    private static List<Label> cases(Label otherwise, List<SwitchCase> cases) {
        List<Label> targets = new ArrayList<>(List.of(otherwise));
        cases.forEach(each -> targets.add(each.target()));
        return targets;
    }

    private static boolean endsBlock(CodeElement element) {
        return !continues(element) || element instanceof BranchInstruction;
    }

    /** Whether what follows may run next. */
    private static boolean continues(CodeElement element) {
        return switch (element) {
            case BranchInstruction branch ->
                    switch (branch.opcode()) {
                        case GOTO, GOTO_W -> false;
                        default -> true;
                    };
            case TableSwitchInstruction _,
                    LookupSwitchInstruction _,
                    ReturnInstruction _,
                    ThrowInstruction _ ->
                    false;
            default -> true;
        };
    }
}
