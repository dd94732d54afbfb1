/* graph.c: tangled from chapters 2, 4, 6, of Gradus. */
/* graph.c - nodes in blocks. */
#include "graph.h"

#include <stdint.h>
#include <stdlib.h>

enum { LINE = 64, NODES_IN_BLOCK = 1023 };

typedef struct Block {
    struct Block *next;
    size_t used; /* nodes, of NODES_IN_BLOCK */
    _Alignas(LINE) unsigned char space[];
} Block;

struct Graph {
    size_t node_size, nodes, bytes, limit;
    Block *first, *current; /* NULL as long as there is none */
    GraphStatus status;
    /* what a graph remembers of its walks */
    uint64_t walks; /* STEP times the walks so far */
};

Graph *graph_new(size_t node_size)
{
    const size_t fit = _Alignof(max_align_t);
    if (node_size < sizeof(Node) ||
        node_size > SIZE_MAX / 2 / NODES_IN_BLOCK)
        return NULL;
    Graph *graph = calloc(1, sizeof *graph);
    if (graph != NULL)
        graph->node_size = (node_size + fit - 1) / fit * fit;
    return graph;
}

void graph_free(Graph *graph)
{
    if (graph == NULL)
        return;
    for (Block *block = graph->first, *next; block != NULL; block = next) {
        next = block->next;
        free(block);
    }
    free(graph);
}

static bool fail(Graph *graph, GraphStatus status)
{
    if (graph->status == GRAPH_OK)
        graph->status = status;
    return false;
}

static bool no_place_left(const Block *block)
{
    return block == NULL || block->used == NODES_IN_BLOCK;
}

/* A block without nodes; NULL when the limit or memory allows no more. */
static Block *new_block(Graph *graph)
{
    size_t bytes = sizeof(Block) + NODES_IN_BLOCK * graph->node_size;
    bytes = (bytes + LINE - 1) / LINE * LINE;
    /* allocate a block, within the limit */
    if (graph->limit != 0 && graph->bytes + bytes > graph->limit) {
        fail(graph, GRAPH_LIMIT);
        return NULL;
    }
    Block *block = aligned_alloc(LINE, bytes);
    if (block == NULL) {
        fail(graph, GRAPH_NO_MEMORY);
        return NULL;
    }
    block->next = NULL;
    graph->bytes += bytes;
    return block;
}

/* Makes the next block current: an old one that is empty, or a new one. */
static bool next_block(Graph *graph)
{
    Block *last = graph->current;
    /* put a new block at the end, where there is none */
    if (last == NULL && graph->first == NULL)
        graph->first = new_block(graph);
    if (last != NULL && last->next == NULL)
        last->next = new_block(graph);
    Block *next = last == NULL ? graph->first : last->next;
    if (next == NULL)
        return false;
    next->used = 0;
    graph->current = next;
    return true;
}

void *graph_node(Graph *graph, Node *a, Node *b)
{
    if (graph == NULL)
        return NULL;
    /* refuse the nodes of another graph */
    if ((a != NULL && a->graph != graph) ||
        (b != NULL && b->graph != graph)) {
        fail(graph, GRAPH_MIXED);
        return NULL;
    }
    if (no_place_left(graph->current) && !next_block(graph))
        return NULL;
    Block *block = graph->current;
    Node *node = (Node *)(block->space + block->used * graph->node_size);
    *node = (Node){.prev = {a, b}, .graph = graph};
    block->used++;
    graph->nodes++;
    return node;
}

GraphStatus graph_status(const Graph *graph)
{
    return graph == NULL ? GRAPH_NO_MEMORY : graph->status;
}

const char *graph_message(GraphStatus status)
{
    switch (status) {
    case GRAPH_OK:
        return "all is well";
    case GRAPH_NO_MEMORY:
        return "there is no memory for more nodes";
    case GRAPH_LIMIT:
        return "the graph may not grow beyond its limit";
    case GRAPH_MIXED:
        return "nodes of two graphs cannot be mixed";
    /* say what went wrong with a mark */
    case GRAPH_BAD_MARK:
        return "the mark is of nodes that are gone";
    }
    return "unknown status";
}

void graph_limit(Graph *graph, size_t bytes) { graph->limit = bytes; }

size_t graph_nodes(const Graph *graph) { return graph->nodes; }

size_t graph_bytes(const Graph *graph) { return graph->bytes; }

void graph_each(const Graph *graph,
                void (*visit)(Node *node, void *context), void *context)
{
    size_t left = graph->nodes;
    for (Block *block = graph->first; left > 0; block = block->next)
        for (size_t i = 0; i < block->used && left > 0; i++, left--)
            visit((Node *)(block->space + i * graph->node_size), context);
}

size_t graph_place(const Node *node)
{
    const Graph *graph = node->graph;
    const Block *block = graph->first;
    size_t bytes = NODES_IN_BLOCK * graph->node_size, before = 0;
    uintptr_t at = (uintptr_t)node;
    /* go to the block that the node is in */
    while (at - (uintptr_t)block->space >= bytes) {
        before += block->used;
        block = block->next;
    }
    return before + (at - (uintptr_t)block->space) / graph->node_size;
}

enum { STEP = 4 }; /* node->walk - walk: how many inputs were looked at */

Node *graph_sort(Node *root)
{
    uint64_t walk = root->graph->walks += STEP;
    Node *stack = NULL, *sorted = NULL;
    /* put the root on the stack */
    root->walk = walk;
    root->next = stack;
    stack = root;
    while (stack != NULL) {
        Node *node = stack;
        /* find the next input to look at */
        uint64_t looked_at = node->walk - walk;
        Node *prev = NULL;
        if (looked_at == 0)
            prev = node->prev[0];
        else if (looked_at == 1)
            prev = node->prev[1];
        if (prev == NULL) {
            /* move the node from the stack to the front of the order */
            stack = node->next;
            node->next = sorted;
            sorted = node;
        } else {
            node->walk++;
            /* put the input on the stack, unless it was met before */
            if (prev->walk < walk) {
                prev->walk = walk;
                prev->next = stack;
                stack = prev;
            }
        }
    }
    return sorted;
}

GraphMark graph_mark(const Graph *graph)
{
    Block *block = graph->current;
    size_t used = block == NULL ? 0 : block->used;
    return (GraphMark){graph, block, used, graph->nodes};
}

bool graph_rewind(Graph *graph, GraphMark mark)
{
    /* refuse a mark that leads nowhere */
    if (mark.graph != graph)
        return fail(graph, GRAPH_MIXED);
    if (mark.nodes > graph->nodes)
        return fail(graph, GRAPH_BAD_MARK);
    graph->current = mark.block;
    graph->nodes = mark.nodes;
    if (graph->current != NULL)
        graph->current->used = mark.used;
    return true;
}
