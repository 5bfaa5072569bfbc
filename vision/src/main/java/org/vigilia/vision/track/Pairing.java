package org.vigilia.vision.track;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import org.vigilia.contract.scene.Box;

/**
 * Pairs two lists of boxes at the lowest total cost, looking only at boxes that touch.
 *
 * <p>Boxes are swept from left to right, so the work is near linear in their number unless they all lie above each
 * other; boxes that touch nothing of another group are solved apart from it.
 */
final class Pairing {

    /** What pairing a with b costs, 0..1; above 1 forbids it. Asked only for boxes that touch. */
    interface Cost {
        double of(int a, int b);
    }

    private record Edge(int a, int b, double cost) {}

    private Pairing() {}

    /** For each of {@code a} its partner in {@code b}, or −1. */
    static int[] match(List<Box> a, List<Box> b, Cost cost) {
        int[] partner = new int[a.size()];
        Arrays.fill(partner, -1);
        List<Edge> edges = touching(a, b, cost);
        int[] group = new int[a.size() + b.size()];
        for (int i = 0; i < group.length; i++) {
            group[i] = i;
        }
        for (Edge edge : edges) {
            group[root(group, edge.a)] = root(group, a.size() + edge.b);
        }
        edges.sort(Comparator.comparingInt(edge -> root(group, edge.a)));
        int start = 0;
        while (start < edges.size()) {
            int end = start + 1;
            int root = root(group, edges.get(start).a);
            while (end < edges.size() && root(group, edges.get(end).a) == root) {
                end++;
            }
            solve(edges.subList(start, end), partner);
            start = end;
        }
        return partner;
    }

    private static List<Edge> touching(List<Box> a, List<Box> b, Cost cost) {
        Integer[] byLeft = new Integer[b.size()];
        double widest = 0;
        for (int i = 0; i < byLeft.length; i++) {
            byLeft[i] = i;
            widest = Math.max(widest, b.get(i).width());
        }
        Arrays.sort(byLeft, Comparator.comparingDouble(i -> b.get(i).left()));
        double[] lefts = new double[byLeft.length];
        for (int i = 0; i < lefts.length; i++) {
            lefts[i] = b.get(byLeft[i]).left();
        }
        List<Edge> edges = new ArrayList<>();
        for (int i = 0; i < a.size(); i++) {
            Box box = a.get(i);
            int from = Arrays.binarySearch(lefts, box.left() - widest);
            for (int k = Math.max(0, from < 0 ? -from - 2 : from - 1);
                    k < lefts.length && lefts[k] < box.right();
                    k++) {
                int j = byLeft[k];
                Box other = b.get(j);
                if (other.right() > box.left() && other.top() < box.bottom() && other.bottom() > box.top()) {
                    double price = cost.of(i, j);
                    if (price <= 1) {
                        edges.add(new Edge(i, j, price));
                    }
                }
            }
        }
        return edges;
    }

    private static void solve(List<Edge> edges, int[] partner) {
        if (edges.size() == 1) {
            partner[edges.get(0).a] = edges.get(0).b;
            return;
        }
        int[] rows = edges.stream().mapToInt(Edge::a).distinct().sorted().toArray();
        int[] columns = edges.stream().mapToInt(Edge::b).distinct().sorted().toArray();
        double[][] cost = new double[rows.length][columns.length];
        for (double[] row : cost) {
            Arrays.fill(row, Double.POSITIVE_INFINITY);
        }
        for (Edge edge : edges) {
            cost[Arrays.binarySearch(rows, edge.a)][Arrays.binarySearch(columns, edge.b)] = edge.cost;
        }
        int[] chosen = Assignment.solve(cost, 1);
        for (int i = 0; i < rows.length; i++) {
            if (chosen[i] >= 0) {
                partner[rows[i]] = columns[chosen[i]];
            }
        }
    }

    private static int root(int[] group, int i) {
        int at = i;
        while (group[at] != at) {
            group[at] = group[group[at]];
            at = group[at];
        }
        return at;
    }
}
