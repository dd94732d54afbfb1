/* graph.h: tangled from chapters 2, 4, 6, of Gradus. */
/* graph.h - nodes that know what they were made from, and their owner. */
#ifndef GRAPH_H
#define GRAPH_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* A graph makes nodes, owns them, and frees them all at once. It knows
   nothing of what its nodes mean. Graphs share nothing, so that each may
   be used by a thread of its own. */
typedef struct Graph Graph;

/* The head of a node. It stands first in a struct of the user's, who reads
   it and writes none of it. */
typedef struct Node {
    struct Node *prev[2]; /* what it was made from; NULL after the last */
    Graph *graph;         /* the owner */
    /* what a walk writes on a node */
    struct Node *next; /* the next in the order that graph_sort found */
    uint64_t walk;     /* the walk that met it last, and how far it got */
} Node;

/* What went wrong first on a graph. */
typedef enum {
    GRAPH_OK,
    GRAPH_NO_MEMORY, /* the system gave no more */
    GRAPH_LIMIT,     /* graph_limit allowed no more */
    GRAPH_MIXED,     /* nodes or a mark of another graph were given */
    /* what can go wrong with a mark */
    GRAPH_BAD_MARK /* graph_rewind was to go forward */
} GraphStatus;

/* A graph without nodes, for nodes of node_size bytes, of which the head
   is a part. Nodes are aligned as malloc's memory is, and those of a
   multiple of 64 bytes to 64; a node_size that does not fit is rounded up.
   NULL when there is no memory, or node_size has no room for the head. */
Graph *graph_new(size_t node_size);

/* Frees the graph and every node on it. NULL is allowed. */
void graph_free(Graph *graph);

/* A new node, made from a and b, or from a alone when b is NULL, or from
   nothing when a is NULL, and b must be NULL then, too. What follows the
   head is not set. NULL, and the status tells why, when there is no memory
   or when a or b is on another graph; NULL also when the graph is NULL. */
void *graph_node(Graph *graph, Node *a, Node *b);

/* The first failure on this graph, GRAPH_OK when there was none, and
   GRAPH_NO_MEMORY for NULL, which graph_new returned for lack of it. It
   stays until the graph is freed. */
GraphStatus graph_status(const Graph *graph);

/* The status in words, without a full stop; never NULL. */
const char *graph_message(GraphStatus status);

/* Allows the graph no more than so many bytes of blocks; 0, as at first,
   is no limit. What it has, it keeps. */
void graph_limit(Graph *graph, size_t bytes);

/* How many nodes are on the graph, and the bytes of all its blocks. */
size_t graph_nodes(const Graph *graph);
size_t graph_bytes(const Graph *graph);

/* Calls visit with each node, in the order in which they were made. Nodes
   that a visit makes are not visited. */
void graph_each(const Graph *graph,
                void (*visit)(Node *node, void *context), void *context);

/* How many nodes were made before this one. It looks through the blocks:
   time in proportion to their number. */
size_t graph_place(const Node *node);

/* The root and all that it was made from, in topological order: each node
   stands before those that it was made from. root is not NULL. Returns the
   root; node->next is the one that follows, NULL after the last. The
   order holds until the next graph_sort on this graph. Each node and each
   edge is looked at once; nothing is allocated, and nothing recurses
   (depth-first search, Tarjan 1972, with the stack kept in the nodes). */
Node *graph_sort(Node *root);

/* A place in the life of a graph, to which it can go back. */
typedef struct {
    const Graph *graph;
    void *block;
    size_t used, nodes;
} GraphMark;

/* The graph as it stands. */
GraphMark graph_mark(const Graph *graph);

/* Forgets every node made since the mark, in constant time; their memory
   is used again, so no pointer to one of them may be followed any more.
   Marks set since are void. False, and nothing is forgotten: GRAPH_MIXED
   when the mark is another graph's, GRAPH_BAD_MARK when the graph has
   fewer nodes than at the mark, since it went back further. */
bool graph_rewind(Graph *graph, GraphMark mark);

#endif
